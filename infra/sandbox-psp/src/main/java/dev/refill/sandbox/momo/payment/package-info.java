/**
 * Requests to pay: what is asked of a phone, and what becomes of it. It promises that a request ends once, and that one
 * that nobody answers runs out.
 */
@NullMarked
package dev.refill.sandbox.momo.payment;

import org.jspecify.annotations.NullMarked;
