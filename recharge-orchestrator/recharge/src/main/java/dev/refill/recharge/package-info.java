/**
 * Recharge orders from acceptance to credit. It promises at most one charge and at most one credit per order whatever
 * crashes, repeats or arrives late, and that every order reaches a terminal state by itself. It never calls a provider
 * inside a transaction and never lets money work hang on a client's connection.
 */
@NullMarked
package dev.refill.recharge;

import org.jspecify.annotations.NullMarked;
