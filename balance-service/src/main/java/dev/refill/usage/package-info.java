/**
 * What subscribers have used: a record for each event and session, counters by day and service, how far allowances are used up.
 * It promises that all of it is written with the charge, so that there is a record exactly if there is a charge, and that a
 * percentage that is reached is told once for each fill of a bucket. It rates and moves nothing.
 */
@NullMarked
package dev.refill.usage;

import org.jspecify.annotations.NullMarked;
