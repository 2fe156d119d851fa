/**
 * What charging feels of a sweep that empties many buckets at once, and whether revenue agrees with the books afterwards. The baseline is
 * the same charging, on the same server, in the minute before.
 */
@NullMarked
package dev.refill.benchmarks.expiry;

import org.jspecify.annotations.NullMarked;
