/**
 * What a debit costs: in process beside pgbench, over HTTP beside an endpoint that does nothing behind the same security, and with many
 * buckets beside few. Baselines take turns with what is compared to them, figures are medians, and the books are proved afterwards.
 */
@NullMarked
package dev.refill.benchmarks.charging;

import org.jspecify.annotations.NullMarked;
