/** Several messages of one conversation in one packet, for endpoints that asked for it. Used by broker and SDK alike. */
@NullMarked
package io.parley.protocol.batch;

import org.jspecify.annotations.NullMarked;
