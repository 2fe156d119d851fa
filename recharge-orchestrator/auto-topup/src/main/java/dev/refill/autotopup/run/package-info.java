/** Runs: one crossing or one instant of a rule, from its notice to the end of its order. Each step is committed before the next is taken. */
@NullMarked
package dev.refill.autotopup.run;

import org.jspecify.annotations.NullMarked;
