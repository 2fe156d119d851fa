package dev.refill.app.problem;

/**
 * @param field the path of the field in the request, for example {@code amount.value}
 * @param expected what it should have been, for people
 */
record FieldError(String field, String expected) {}
