/** JSON bodies of control messages, one codec for both ends. Streaming, bounded, strict: unknown fields are skipped, wrong types refused. */
@NullMarked
package io.parley.protocol.json;

import org.jspecify.annotations.NullMarked;
