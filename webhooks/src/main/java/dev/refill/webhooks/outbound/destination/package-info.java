/**
 * Where may be sent to. It promises that a connection is made only to an address that was looked at and found public, and
 * that the name is not looked up a second time in between.
 */
@NullMarked
package dev.refill.webhooks.outbound.destination;

import org.jspecify.annotations.NullMarked;
