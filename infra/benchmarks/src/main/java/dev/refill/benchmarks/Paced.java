package dev.refill.benchmarks;

/**
 * What callers did in a bounded time.
 *
 * @param rate calls a second, until the last one has ended
 * @param seen how long each took
 */
public record Paced(double rate, Seen seen) {}
