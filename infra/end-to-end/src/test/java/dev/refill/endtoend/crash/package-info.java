/** What must hold when processes die, answers are lost and providers are slow. */
@NullMarked
package dev.refill.endtoend.crash;

import org.jspecify.annotations.NullMarked;
