/** What is kept and the ports through which it is kept. Everything is asynchronous; no port method blocks its caller. */
@NullMarked
package io.parley.broker.storage;

import org.jspecify.annotations.NullMarked;
