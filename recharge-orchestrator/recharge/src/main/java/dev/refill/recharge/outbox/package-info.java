/**
 * Recharges, their refunds and their disputes as events for partners. It promises that every change that partners care about is
 * published at least once under one id, in the order in which an order and all that belongs to it changed, and never before it
 * is committed.
 */
@NullMarked
package dev.refill.recharge.outbox;

import org.jspecify.annotations.NullMarked;
