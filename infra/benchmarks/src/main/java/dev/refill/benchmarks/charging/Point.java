package dev.refill.benchmarks.charging;

/**
 * What is measured at once.
 *
 * @param callers who call at the same time; of pgbench its clients, over HTTP connections
 */
record Point(Way way, int callers) {}
