/**
 * Profiles: all that is kept of a subscriber, and its life-cycle. It promises that of two who change what both saw, one is told,
 * that the audit records of a subscriber, replayed from the first, give the profile as it is, and that a number has one holder
 * at most. It does not know what a tariff plan says, nor whether there is one of that name.
 */
@NullMarked
package dev.refill.subscriber.profile;

import org.jspecify.annotations.NullMarked;
