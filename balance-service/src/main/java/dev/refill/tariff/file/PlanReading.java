package dev.refill.tariff.file;

import java.util.List;

import dev.refill.tariff.TariffPlan;

/** What a file turned out to be. */
public sealed interface PlanReading {

    record Valid(TariffPlan plan) implements PlanReading {}

    /** @param problems all that is wrong, in the order of the file, 500 at most; where the file cannot be read at all, the first */
    record Invalid(List<PlanProblem> problems) implements PlanReading {

        public Invalid {
            problems = List.copyOf(problems);
        }
    }
}
