/** Two sides of a settlement, made from a seed, with faults whose labels lie in a file of their own. */
@NullMarked
package dev.refill.testsupport.settlement;

import org.jspecify.annotations.NullMarked;
