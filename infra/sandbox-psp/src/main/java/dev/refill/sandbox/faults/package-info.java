/**
 * What is to go wrong, and when: switches that are set from outside and used up by requests and deliveries. Knows nothing
 * of what it disturbs. The switches live in memory only: a restarted sandbox behaves well.
 */
@NullMarked
package dev.refill.sandbox.faults;

import org.jspecify.annotations.NullMarked;
