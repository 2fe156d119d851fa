/**
 * Credit that one subscriber gives to another, for a fee and within limits. It promises that a request is decided once, however
 * often it comes, and that what moves, what is counted against the limits and what is answered are written together. It knows
 * nothing of tokens: the application says who asks.
 */
@NullMarked
package dev.refill.transfer;

import org.jspecify.annotations.NullMarked;
