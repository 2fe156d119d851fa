/** Bugs, planted before the ports of the product to see that the invariants find them. The product itself knows none of them. */
@NullMarked
package dev.refill.simulation.bugs;

import org.jspecify.annotations.NullMarked;
