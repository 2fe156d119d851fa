/** The whole system under test: real processes, a real database, and a provider whose truth is compared with our books. */
@NullMarked
package dev.refill.endtoend.stack;

import org.jspecify.annotations.NullMarked;
