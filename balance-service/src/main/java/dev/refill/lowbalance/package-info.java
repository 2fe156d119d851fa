/**
 * Who is to be told when a subscriber's credit runs low. It promises that usage of however many nodes which takes the credit below a mark
 * is one crossing, written with the charge that crossed, and that each is told at least once under one number. It buys nothing.
 */
@NullMarked
package dev.refill.lowbalance;

import org.jspecify.annotations.NullMarked;
