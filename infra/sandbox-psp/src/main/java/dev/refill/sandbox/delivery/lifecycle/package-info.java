/**
 * Work that goes on when nobody waits for it: deliveries of webhooks, and requests whose caller has hung up. It promises
 * that a delivery is tried again with growing pauses until it is acknowledged or given up, and that each is on record.
 */
@NullMarked
package dev.refill.sandbox.delivery.lifecycle;

import org.jspecify.annotations.NullMarked;
