/**
 * The subscribers of the network: known numbers only. It promises that a number is E.164 once it is an
 * {@link dev.refill.subscriber.Msisdn} and that barred or closed subscribers are told apart from unknown ones here, while
 * callers answer outsiders alike.
 */
@NullMarked
package dev.refill.subscriber;

import org.jspecify.annotations.NullMarked;
