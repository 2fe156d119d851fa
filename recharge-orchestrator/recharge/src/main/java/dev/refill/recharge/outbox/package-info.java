/**
 * Recharges as events for partners. It promises that every change that partners care about is published at least once under
 * one id, in the order of each order's versions, and never before it is committed.
 */
@NullMarked
package dev.refill.recharge.outbox;

import org.jspecify.annotations.NullMarked;
