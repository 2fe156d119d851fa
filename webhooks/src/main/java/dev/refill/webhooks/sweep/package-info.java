/**
 * What a sweep over a provider's own event list is: for webhooks that never came. It promises that the cursor never passes an
 * event that is not kept, that one node reads a list at a time, and that what a webhook brought already stays untouched. The
 * provider's API vouches for these events in a signature's place.
 */
@NullMarked
package dev.refill.webhooks.sweep;

import org.jspecify.annotations.NullMarked;
