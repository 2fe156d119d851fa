/**
 * Recharges that a subscriber has asked for in advance: when credit runs low, or on certain days. It promises one order for each crossing
 * of a rule's mark and for each instant of its schedule, on however many nodes and whatever crashes, within the rule's limits, with
 * notice, and none once it is paused or cancelled. It charges nothing itself: it places orders as any channel does.
 */
@NullMarked
package dev.refill.autotopup;

import org.jspecify.annotations.NullMarked;
