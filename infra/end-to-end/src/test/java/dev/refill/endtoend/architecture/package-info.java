/** The shape of the house, as tests over all modules. */
@NullMarked
package dev.refill.endtoend.architecture;

import org.jspecify.annotations.NullMarked;
