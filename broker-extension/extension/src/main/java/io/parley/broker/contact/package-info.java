/**
 * Who knows whom, who may write to whom, and how people find each other. The owner of a chat is the one writer of what two
 * are to each other; the room knows the owner by its ports only.
 */
@NullMarked
package io.parley.broker.contact;

import org.jspecify.annotations.NullMarked;
