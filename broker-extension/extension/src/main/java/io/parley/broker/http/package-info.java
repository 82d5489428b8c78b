/** Metrics and health over HTTP, for operators and orchestrators; the only room that knows Javalin. */
@NullMarked
package io.parley.broker.http;

import org.jspecify.annotations.NullMarked;
