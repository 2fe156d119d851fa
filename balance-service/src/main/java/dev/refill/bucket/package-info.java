/**
 * What a subscriber has to pay usage with: buckets of credit or of free usage, each with its validity and its place in the order
 * of spending. It promises that what is held is in the ledger and nowhere else; here are only the terms under which it may be
 * spent, and what becomes of it when they end. It does not know what usage costs.
 */
@NullMarked
package dev.refill.bucket;

import org.jspecify.annotations.NullMarked;
