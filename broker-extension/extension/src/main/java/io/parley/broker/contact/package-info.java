/** People who know each other: who may find, write to and befriend whom. Pure; the owner of a chat is the one writer of what two are to each other. */
@NullMarked
package io.parley.broker.contact;

import org.jspecify.annotations.NullMarked;
