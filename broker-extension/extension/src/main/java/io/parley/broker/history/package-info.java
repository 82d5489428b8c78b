/**
 * What was said, page by page, as the one who asks may see it. Reads the log itself; the owner of the conversation says how
 * far it goes and what is visible. Knows no vendor.
 */
@NullMarked
package io.parley.broker.history;

import org.jspecify.annotations.NullMarked;
