/** Real processes that are killed, cut off and paused at places drawn from a seed, while customers go on recharging. */
@NullMarked
package dev.refill.endtoend.chaos;

import org.jspecify.annotations.NullMarked;
