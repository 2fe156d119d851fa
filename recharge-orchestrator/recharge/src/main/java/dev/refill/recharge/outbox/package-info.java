/**
 * Recharges, their refunds and their disputes as events for partners. It promises that every change that partners care about is
 * published at least once under one id, never before it is committed, and never before a change that was seen when it was
 * decided: so the versions of each come in their order.
 */
@NullMarked
package dev.refill.recharge.outbox;

import org.jspecify.annotations.NullMarked;
