/**
 * Orders: made, agreed to by the payer, marked and captured. It promises that one is captured once at most, and that one that
 * nobody captures is forgotten.
 */
@NullMarked
package dev.refill.sandbox.paypal.order;

import org.jspecify.annotations.NullMarked;
