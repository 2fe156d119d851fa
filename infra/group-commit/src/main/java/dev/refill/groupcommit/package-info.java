/**
 * Natural group commit: many callers' writes become one statement, and so do reads that every order makes. It knows neither tables nor what is written. It never
 * holds an item back to wait for company, and it keeps nothing between two batches: while nobody writes, nothing runs.
 */
@NullMarked
package dev.refill.groupcommit;

import org.jspecify.annotations.NullMarked;
