/** What is reached over HTTP: metrics and health for operators, calls for users; the only room that knows Javalin and Jetty. */
@NullMarked
package io.parley.broker.http;

import org.jspecify.annotations.NullMarked;
