package dev.refill.sandbox.stripe.page;

/**
 * What is wrong with what a customer typed.
 *
 * @param field the id of the field concerned
 */
record Problem(String field, String message) {}
