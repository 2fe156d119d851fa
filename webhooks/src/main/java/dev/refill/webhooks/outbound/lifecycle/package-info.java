/** What runs by itself: the workers that deliver, and their housekeeping. Every subscription is bounded and ends with the context. */
@NullMarked
package dev.refill.webhooks.outbound.lifecycle;

import org.jspecify.annotations.NullMarked;
