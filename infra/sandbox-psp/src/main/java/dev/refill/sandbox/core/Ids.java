package dev.refill.sandbox.core;

import java.util.random.RandomGenerator;

/** Ids as providers make them: a prefix and letters nobody can guess from the last one. */
public final class Ids {

    private static final char[] LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
            .toCharArray();

    private final RandomGenerator random;

    public Ids(RandomGenerator random) {
        this.random = random;
    }

    public String next(String prefix) {
        return next(prefix, 24);
    }

    public String next(String prefix, int letters) {
        StringBuilder id = new StringBuilder(prefix.length() + letters).append(prefix);
        for (int letter = 0; letter < letters; letter++) {
            id.append(LETTERS[random.nextInt(LETTERS.length)]);
        }
        return id.toString();
    }
}
