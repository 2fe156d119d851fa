/**
 * From number to payment in three forms, without a session: each form carries what was chosen before and every step checks
 * all of it anew. It promises that one rendered form makes at most one order per content, and that input which does not
 * hold is answered by the same page with the field named. It never charges; that is the recharge's work.
 */
@NullMarked
package dev.refill.portal.checkout;

import org.jspecify.annotations.NullMarked;
