package dev.refill.tariff.file;

/**
 * One thing wrong with a file.
 *
 * @param path where, for example {@code voice.national.price}; empty: the file as a whole
 * @param line where in the file, from 1
 * @param expected what would have been right
 */
public record PlanProblem(String path, int line, String expected) {}
