/** What survives a crash: outbox, inbox, watermarks. The only room that knows SQL. */
@NullMarked
package io.parley.sdk.internal.store;

import org.jspecify.annotations.NullMarked;
