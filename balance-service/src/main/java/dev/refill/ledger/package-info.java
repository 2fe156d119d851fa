/**
 * The double-entry ledger. It promises that an entry has two or more postings, sums to zero per unit, is written once per
 * entry id and is never changed; that a subscriber's bucket equals the sum of its postings and never falls below zero.
 * It never knows what a recharge is, never joins another module's tables and never calls out.
 */
@NullMarked
package dev.refill.ledger;

import org.jspecify.annotations.NullMarked;
