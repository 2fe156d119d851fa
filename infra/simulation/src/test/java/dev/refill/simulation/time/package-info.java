/** Virtual time: one queue of what happens, on one thread, and schedulers of Reactor that write into it. */
@NullMarked
package dev.refill.simulation.time;

import org.jspecify.annotations.NullMarked;
