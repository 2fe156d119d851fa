/**
 * What runs by itself: the group commit, the inbox processor and its housekeeping, the sweeper of event lists. It owns
 * every subscription of this module and promises that each is bounded, consumes its errors and ends with the application context.
 */
@NullMarked
package dev.refill.webhooks.lifecycle;

import org.jspecify.annotations.NullMarked;
