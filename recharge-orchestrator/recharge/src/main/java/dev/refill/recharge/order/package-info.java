/**
 * How an order is carried from acceptance to credit: one operation, one class. Every phase is one SQL statement that
 * commits by itself, and no provider is called while one runs. Whoever brings news of a payment, be it the answer, a
 * webhook, a poll or the return page, brings it to {@link dev.refill.recharge.order.SettleRecharge}.
 */
@NullMarked
package dev.refill.recharge.order;

import org.jspecify.annotations.NullMarked;
