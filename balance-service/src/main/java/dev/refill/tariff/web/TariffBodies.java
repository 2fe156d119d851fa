package dev.refill.tariff.web;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import dev.refill.tariff.Charge;
import dev.refill.tariff.Draw;
import dev.refill.tariff.PlanVersion;
import dev.refill.tariff.RatingOutcome;
import dev.refill.tariff.Step;

/** What the API shows. */
final class TariffBodies {

    private TariffBodies() {}

    /** The newest version of each plan. */
    record PlanList(List<VersionBody> plans) {

        static PlanList of(List<PlanVersion> plans) {
            return new PlanList(plans.stream().map(VersionBody::of).toList());
        }
    }

    /** A page of versions, newest first; {@code next} continues it as {@code before}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record VersionPage(List<VersionBody> versions, @Nullable Integer next) {

        static VersionPage of(List<PlanVersion> versions, int limit) {
            return new VersionPage(versions.stream().map(VersionBody::of).toList(),
                    versions.size() < limit ? null : versions.getLast().number());
        }
    }

    /** @param restores the earlier version whose content it has */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record VersionBody(String plan, int version, Instant effectiveFrom, @Nullable Integer restores, String author,
            String reason, Instant writtenAt) {

        static VersionBody of(PlanVersion version) {
            return new VersionBody(version.plan().value(), version.number(), version.effectiveFrom(),
                    version.restores(), version.author(), version.reason(), version.writtenAt());
        }
    }

    record WrittenBody(String plan, int version, Instant effectiveFrom) {}

    /**
     * The answer to a price enquiry.
     *
     * @param outcome rated, uncovered or refused
     * @param why no_zone, no_rate or too_large, if it was refused
     * @param charge in minor units
     * @param missing of the charge, in minor units
     * @param rated what the quantity counts as
     * @param paid how much of that money pays for
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PriceBody(String plan, int version, String outcome, @Nullable String why, @Nullable Long charge,
            @Nullable Long missing, @Nullable String unit, @Nullable Long rated, @Nullable Long paid,
            @Nullable List<DrawBody> draws, List<StepBody> explanation) {

        static PriceBody of(String plan, int version, RatingOutcome outcome) {
            List<StepBody> steps = outcome.steps().stream().map(StepBody::of).toList();
            return switch (outcome) {
                case RatingOutcome.Rated(Charge charge) -> of(plan, version, "rated", null, charge, steps);
                case RatingOutcome.Uncovered(Charge charge, long missing) ->
                    of(plan, version, "uncovered", missing, charge, steps);
                case RatingOutcome.Refused(RatingOutcome.Why why, List<Step> told) -> new PriceBody(plan, version,
                        "refused", word(why), null, null, null, null, null, null, steps);
            };
        }

        private static PriceBody of(String plan, int version, String outcome, @Nullable Long missing, Charge charge,
                List<StepBody> steps) {
            return new PriceBody(plan, version, outcome, null, charge.amount().value(), missing,
                    charge.amount().unit().code(), charge.rated(), charge.paid(),
                    charge.draws().stream().map(DrawBody::of).toList(), steps);
        }
    }

    record DrawBody(String bucket, long amount, String unit) {

        static DrawBody of(Draw draw) {
            return new DrawBody(draw.bucket(), draw.amount().value(), draw.amount().unit().code());
        }
    }

    record StepBody(String rule, String text) {

        static StepBody of(Step step) {
            return new StepBody(word(step.rule()), step.text());
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
