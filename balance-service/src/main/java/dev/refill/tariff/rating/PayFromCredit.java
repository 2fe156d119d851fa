package dev.refill.tariff.rating;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import dev.refill.tariff.Bucket.Credit;
import dev.refill.tariff.Charge;
import dev.refill.tariff.Draw;
import dev.refill.tariff.RatingOutcome;
import dev.refill.tariff.Step;
import dev.refill.tariff.Step.Rule;

/** Says from which credit a charge is paid, as far as there is any. */
final class PayFromCredit {

    private PayFromCredit() {}

    static RatingOutcome pay(Charge charge, List<Credit> buckets, Instant start) {
        List<Pocket<Credit>> credits = Pocket.inOrder(buckets);
        long missing = charge.amount().value();
        for (Pocket<Credit> credit : credits) {
            missing -= credit.draw(missing, start);
        }
        List<Draw> draws = credits.stream()
                .filter(credit -> credit.drawn() > 0)
                .map(credit -> credit.asDraw(charge.amount().unit()))
                .toList();
        return missing == 0
                ? new RatingOutcome.Rated(paid(charge, draws, Stream.empty()))
                : new RatingOutcome.Uncovered(paid(charge, draws,
                        Stream.of(new Step(Rule.MISSING, missing + " are missing"))), missing);
    }

    private static Charge paid(Charge charge, List<Draw> draws, Stream<Step> further) {
        Stream<Step> steps = Stream.concat(charge.steps().stream(), draws.stream().map(PayFromCredit::step));
        return new Charge(charge.amount(), charge.rated(), charge.paid(),
                Stream.concat(charge.draws().stream(), draws.stream()).toList(),
                Stream.concat(steps, further).toList());
    }

    private static Step step(Draw draw) {
        return new Step(Rule.CREDIT, draw.amount().value() + " from " + draw.bucket());
    }
}
