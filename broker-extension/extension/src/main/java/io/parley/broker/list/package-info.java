/**
 * The list of a user's conversations: what is new in each, and how the user has arranged them. Put together when asked for;
 * sending writes no row for anybody's list. Knows no vendor.
 */
@NullMarked
package io.parley.broker.list;

import org.jspecify.annotations.NullMarked;
