/** Starts and stops the parts of a sandbox, and keeps its clockwork going. */
@NullMarked
package dev.refill.sandbox.lifecycle;

import org.jspecify.annotations.NullMarked;
