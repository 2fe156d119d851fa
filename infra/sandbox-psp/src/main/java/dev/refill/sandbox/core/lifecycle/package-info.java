/**
 * The one thread that keeps the books. It promises that a command runs alone, and that nobody hears of its result before
 * the journal has it. It never runs a caller's work on its own time beyond the command itself.
 */
@NullMarked
package dev.refill.sandbox.core.lifecycle;

import org.jspecify.annotations.NullMarked;
