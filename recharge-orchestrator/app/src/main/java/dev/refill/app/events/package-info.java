/** Tells partners what modules have to tell that know nothing of webhooks. */
@NullMarked
package dev.refill.app.events;

import org.jspecify.annotations.NullMarked;
