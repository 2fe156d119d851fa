/**
 * Refunds: money of an order that goes back to the customer, whole or in parts, and the credit that goes with it. It promises
 * that never more is given back than was captured, that credit is taken back before the money is sent and given back if it
 * does not leave, that each refund is sent under one operation key and ends, and that above a limit two people agree. It never
 * lets a refund be sent while nobody knows whether it was, except under the same key.
 */
@NullMarked
package dev.refill.recharge.refund;

import org.jspecify.annotations.NullMarked;
