/**
 * How credit comes to a subscriber and goes again, whatever the reason: a recharge, a refund, a dispute. It promises that an
 * entry whose lines depend on what the subscriber holds is posted once, on what was held in that moment, and that a debt is
 * settled before anything can be spent. It also tells what somebody has. It knows no order and no provider.
 */
@NullMarked
package dev.refill.recharge.credit;

import org.jspecify.annotations.NullMarked;
