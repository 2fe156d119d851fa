/**
 * Programs that measure the whole system beside a baseline of the same run, so that their figures are ratios that mean
 * the same on any machine. They check the books before they speak: a rate of wrong results is not printed. They never take
 * part in a test run.
 */
@NullMarked
package dev.refill.benchmarks;

import org.jspecify.annotations.NullMarked;
