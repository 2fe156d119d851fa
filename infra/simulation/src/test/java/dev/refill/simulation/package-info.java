/**
 * The proof by simulation: thousands of small worlds, each made and judged from one seed. docs/concepts/simulation.md says how
 * it works.
 */
@NullMarked
package dev.refill.simulation;

import org.jspecify.annotations.NullMarked;
