package dev.refill.simulation;

import java.util.ArrayList;
import java.util.List;

import dev.refill.simulation.time.Chance;
import dev.refill.simulation.time.Timeline;
import dev.refill.simulation.world.Variant;
import dev.refill.simulation.world.Weather;
import dev.refill.simulation.world.Weather.Request;

/**
 * Orders about whose charge nothing is known at first: it took effect or not, at once or late, the provider failed and keeps
 * saying so, or was away for a day and an hour. Each has to end as the provider's truth has it.
 */
final class UnknownOutcomes {

    private static final List<Request> LOST_ANSWERS = List.of(Request.ANSWER_LOST, Request.LOST, Request.LATE,
            Request.FAILS_AFTER, Request.FAILS_BEFORE);

    private UnknownOutcomes() {}

    /**
     * What came of all cases.
     *
     * @param right that ended by themselves as the truth is
     * @param refunds that the provider made: nobody asked for any
     * @param newKeys under which something was asked beside each order's own
     */
    record Figures(int cases, int right, int newKeys, int secondPayments, int refunds,
            List<Simulation.Run> wrong) {

        boolean hold() {
            return right == cases && newKeys == 0 && secondPayments == 0 && refunds == 0;
        }

        @Override
        public String toString() {
            return cases + " unknown outcomes: " + right + " resolved right, " + newKeys + " new keys, "
                    + secondPayments + " second payments, " + refunds + " refunds";
        }
    }

    static Figures run(int cases) {
        int newKeys = 0;
        int secondPayments = 0;
        int refunds = 0;
        List<Simulation.Run> wrong = new ArrayList<>();
        for (int number = 0; number < cases; number++) {
            Simulation.Run run = one(number);
            newKeys += Math.max(0, run.end().keys() - run.end().orders());
            secondPayments += Math.max(0, run.end().payments() - run.end().orders());
            refunds += run.end().refunds();
            if (run.isBroken() || run.end().open() > 0) {
                wrong.add(run);
            }
        }
        return new Figures(cases, cases - wrong.size(), newKeys, secondPayments, refunds, wrong);
    }

    private static Simulation.Run one(int number) {
        Timeline timeline = new Timeline();
        Chance chance = new Chance(number);
        boolean away = number % 4 == 3;
        Request charge = LOST_ANSWERS.get(number / 4 % LOST_ANSWERS.size());
        return Simulation.run(number, timeline, chance, Weather.ofUnknownOutcome(timeline, chance, charge, away),
                Variant.NONE, false);
    }
}
