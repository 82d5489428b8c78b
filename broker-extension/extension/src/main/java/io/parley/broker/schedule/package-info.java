/**
 * Sends later what users told it to. One place in the cluster looks minute by minute for what is due and hands it to the
 * owners of the conversations; that a message is sent once is its id's doing, so two such places would do no harm. Knows no
 * vendor.
 */
@NullMarked
package io.parley.broker.schedule;

import org.jspecify.annotations.NullMarked;
