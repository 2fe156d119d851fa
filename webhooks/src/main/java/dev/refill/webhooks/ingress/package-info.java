/**
 * The door for providers' webhooks. It promises a clear answer to every request, a 200 only after the event is committed, and
 * never a 5xx because of what was sent. It never inflates, re-encodes or logs a body and does no work for an event beyond
 * verifying and keeping it.
 */
@NullMarked
package dev.refill.webhooks.ingress;

import org.jspecify.annotations.NullMarked;
