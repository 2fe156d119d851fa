/**
 * What reconciliation takes beside one full outer join of the same lines on the same server, whether it finds every seeded fault and nothing
 * else, and in how much memory.
 */
@NullMarked
package dev.refill.benchmarks.reconcile;

import org.jspecify.annotations.NullMarked;
