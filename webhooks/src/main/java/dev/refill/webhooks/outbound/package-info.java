/** Outbound webhooks as Standard Webhooks describes them; each room below does one part of it. */
@NullMarked
package dev.refill.webhooks.outbound;

import org.jspecify.annotations.NullMarked;
