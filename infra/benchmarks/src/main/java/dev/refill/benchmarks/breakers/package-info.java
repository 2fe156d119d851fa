/**
 * What orders of one gateway, webhooks and health feel of another gateway that hardly answers. The baseline is the same load in the
 * minutes before, while both are healthy.
 */
@NullMarked
package dev.refill.benchmarks.breakers;

import org.jspecify.annotations.NullMarked;
