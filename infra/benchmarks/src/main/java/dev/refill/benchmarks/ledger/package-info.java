/**
 * How fast the ledger credits, beside other ways of writing the same: with one account that all credits share and without, by one caller
 * and by many, on this machine's disk and on a slower one. Ratios are medians of runs in which the ways take turns, and
 * each run ends with the books of all ways proved.
 */
@NullMarked
package dev.refill.benchmarks.ledger;

import org.jspecify.annotations.NullMarked;
