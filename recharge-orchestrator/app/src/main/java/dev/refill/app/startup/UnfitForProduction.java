package dev.refill.app.startup;

import java.util.List;

/** Settings that production refuses, each with what was expected. */
final class UnfitForProduction extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnfitForProduction(List<String> breaches) {
        super(String.join(System.lineSeparator(), breaches));
    }
}
