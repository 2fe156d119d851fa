/**
 * Tariffs: what a usage of the network costs, and why. It promises that rating is a pure function of plan, usage and buckets,
 * exact up to one rounding, that every charge explains itself, and that a version of a plan, once it is in force, never
 * changes. It never moves a balance and never looks at a clock: callers post what {@link dev.refill.tariff.Rating} says.
 */
@NullMarked
package dev.refill.tariff;

import org.jspecify.annotations.NullMarked;
