/**
 * The calls a user may make, declared once and reached two ways: MQTT requests on {@code api/{resource}/{verb}} and HTTP.
 * What a body may say is declared with the call and checked before its handler runs; a handler answers later, and never
 * blocks. Knows no vendor and no way in.
 */
@NullMarked
package io.parley.broker.api;

import org.jspecify.annotations.NullMarked;
