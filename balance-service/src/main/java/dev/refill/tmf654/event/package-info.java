/**
 * Tells subscriptions what has become of actions. The rows of the actions are the outbox: each knows the version of which was told, so
 * what is not told yet is found again, whatever crashes.
 */
@NullMarked
package dev.refill.tmf654.event;

import org.jspecify.annotations.NullMarked;
