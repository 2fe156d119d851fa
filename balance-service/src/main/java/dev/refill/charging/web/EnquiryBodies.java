package dev.refill.charging.web;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import dev.refill.bucket.HeldBucket;
import dev.refill.charging.EnquiryOutcome;
import dev.refill.tariff.Charge;
import dev.refill.tariff.RatingOutcome;
import dev.refill.tariff.Step;

/** Answers to enquiries as the network reads them. */
final class EnquiryBodies {

    private EnquiryBodies() {}

    record BalanceBody(List<BucketBody> buckets) {

        static BalanceBody of(EnquiryOutcome.Balance balance) {
            return new BalanceBody(balance.buckets().stream().map(BucketBody::of).toList());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record BucketBody(String account, String unit, @Nullable String allowance, long left,
            @Nullable Instant validUntil) {

        static BucketBody of(HeldBucket bucket) {
            return new BucketBody(bucket.terms().account().value(), bucket.terms().unit().code(),
                    bucket.terms().allowance().orElse(null), bucket.left(), bucket.terms().validity().until());
        }
    }

    record StepBody(String rule, String text) {

        static StepBody of(Step step) {
            return new StepBody(step.rule().name().toLowerCase(Locale.ROOT).replace('_', '-'), step.text());
        }
    }

    /** Without a charge if there is no rate, and with what is missing if it is not covered. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PriceBody(String plan, int version, String unit, String outcome, @Nullable Long charge,
            @Nullable Long missing,
            List<StepBody> explanation) {

        static PriceBody of(EnquiryOutcome.Price price) {
            return switch (price.outcome()) {
                case RatingOutcome.Rated(Charge charge) -> of(price, "rated", charge.amount().value(), null);
                case RatingOutcome.Uncovered(Charge charge, long missing) ->
                    of(price, "uncovered", charge.amount().value(), missing);
                case RatingOutcome.Refused refused -> of(price, "refused", null, null);
            };
        }

        private static PriceBody of(EnquiryOutcome.Price price, String outcome, @Nullable Long charge,
                @Nullable Long missing) {
            return new PriceBody(price.plan(), price.version(), price.unit(), outcome, charge, missing,
                    price.outcome().steps().stream().map(StepBody::of).toList());
        }
    }
}
