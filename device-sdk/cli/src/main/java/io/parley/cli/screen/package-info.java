/**
 * The messenger's screen, without a terminal: state, what keys and events do to it, and how it is drawn as lines. All of
 * it belongs to one thread, the screen's.
 */
@NullMarked
package io.parley.cli.screen;

import org.jspecify.annotations.NullMarked;
