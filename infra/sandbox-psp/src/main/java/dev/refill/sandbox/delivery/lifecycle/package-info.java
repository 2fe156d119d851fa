/**
 * Deliveries of webhooks, which go on by themselves. It promises that a delivery is tried again with growing pauses until it
 * is acknowledged or given up, and that each is on record.
 */
@NullMarked
package dev.refill.sandbox.delivery.lifecycle;

import org.jspecify.annotations.NullMarked;
