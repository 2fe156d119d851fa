/**
 * The subscribers of the network: their numbers, status, terms, and what was done to them. It promises that a number is E.164
 * once it is an {@link dev.refill.subscriber.Msisdn}, that it leads to one subscriber at most, that each change leaves an audit
 * record, and that barred or closed subscribers are told apart from unknown ones here, while callers answer outsiders alike.
 */
@NullMarked
package dev.refill.subscriber;

import org.jspecify.annotations.NullMarked;
