package dev.refill.app.startup;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Turns the refusal into a page that says what to do, instead of a stack trace. */
final class UnfitForProductionAnalyzer extends AbstractFailureAnalyzer<UnfitForProduction> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, UnfitForProduction refusal) {
        return new FailureAnalysis("Refill does not start in production with these settings:"
                + System.lineSeparator() + System.lineSeparator() + refusal.getMessage(),
                "Set them by environment or file, as docs/how-to/settings.md describes. For a trial without real money"
                        + " set refill.mode=local.",
                refusal);
    }
}
