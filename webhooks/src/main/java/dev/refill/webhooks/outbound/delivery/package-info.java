/**
 * One telling of one event to one endpoint: when it is tried, what is sent, and what its answer means. It promises at least
 * once under one id, and that no secret and no more than a few words of an answer are kept.
 */
@NullMarked
package dev.refill.webhooks.outbound.delivery;

import org.jspecify.annotations.NullMarked;
