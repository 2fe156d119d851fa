/**
 * The rows of the inbox. It promises that an event is kept once, that a taken event belongs to one worker until its lease
 * ends, and that a late worker's mark changes nothing. Every method is one autocommit statement; nothing here
 * decides when an event is tried again.
 */
@NullMarked
package dev.refill.webhooks.store;

import org.jspecify.annotations.NullMarked;
