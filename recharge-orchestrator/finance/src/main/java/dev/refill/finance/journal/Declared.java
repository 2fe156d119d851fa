package dev.refill.finance.journal;

import java.util.HashSet;
import java.util.Set;

/** What a journal has declared so far. Bounded, as accounts have few names. */
final class Declared {

    private static final int MOST = 10_000;

    private final Set<String> names = new HashSet<>();

    /** @return whether it was not declared before */
    boolean isNew(String name) {
        if (names.size() == MOST && !names.contains(name)) {
            throw new IllegalStateException("accounts and units: more than " + MOST);
        }
        return names.add(name);
    }
}
