/**
 * Disputes: money that a customer's bank takes back, and gives back if we win. It promises that whatever comes in whatever
 * order and however often moves money and credit once; that credit whose money is gone cannot be spent meanwhile; and that what
 * is won is given back exactly. News that contradicts what is known is never applied and never dropped: a person gets it.
 */
@NullMarked
package dev.refill.recharge.dispute;

import org.jspecify.annotations.NullMarked;
