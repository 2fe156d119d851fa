package dev.refill.autotopup.web;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

import dev.refill.autotopup.rule.Limits;
import dev.refill.autotopup.rule.Rule;
import dev.refill.autotopup.rule.Trigger;
import dev.refill.autotopup.run.Run;

/**
 * A rule as the API shows it; what is absent is not there. Of its card nothing is shown.
 *
 * @param why it is paused
 * @param nextAt of a schedule that is active
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RuleBody(String id, int version, String state, @Nullable String why, String subscriber, String offer,
        long amount,
        String currency, @Nullable LowBalanceBody lowBalance, @Nullable ScheduleBody schedule, LimitsBody limits,
        @Nullable Instant nextAt, Instant createdAt, Instant changedAt) {

    record LowBalanceBody(long threshold, String unit) {}

    record ScheduleBody(String frequency, int day, String at, String timeZone) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LimitsBody(int perDay, int perMonth, @Nullable Long amountPerDay, @Nullable Long amountPerMonth) {

        static LimitsBody of(Limits limits) {
            return new LimitsBody(limits.perDay(), limits.perMonth(), limits.amountPerDay(), limits.amountPerMonth());
        }
    }

    record TermsBody(String version, String text) {}

    record RuleList(List<RuleBody> autoTopups) {}

    record RunList(List<RunBody> runs) {}

    /**
     * A run.
     *
     * @param why it was skipped
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RunBody(String id, String state, @Nullable String why, Instant dueAt, int tries, @Nullable String recharge,
            @Nullable Instant nextAt, Instant createdAt, Instant changedAt) {

        static RunBody of(Run run) {
            return new RunBody(run.id().value(), run.state().word(), run.reason() == null ? null : run.reason().word(),
                    run.dueAt(), run.tryNumber(), run.order() == null ? null : run.order().value(), run.nextAt(),
                    run.createdAt(), run.changedAt());
        }
    }

    static RuleBody of(Rule rule) {
        return new RuleBody(rule.id().value(), rule.version(), rule.state().word(),
                rule.reason() == null ? null : rule.reason().word(), rule.subscriber().value(), rule.offer().value(),
                rule.price().minor(), rule.price().currency().getCurrencyCode(), lowBalance(rule), schedule(rule),
                LimitsBody.of(rule.limits()), rule.nextAt(), rule.createdAt(), rule.changedAt());
    }

    private static @Nullable LowBalanceBody lowBalance(Rule rule) {
        return rule.trigger() instanceof Trigger.LowBalance(long threshold)
                ? new LowBalanceBody(threshold, rule.unit().code())
                : null;
    }

    private static @Nullable ScheduleBody schedule(Rule rule) {
        return rule.trigger() instanceof Trigger.Schedule schedule
                ? new ScheduleBody(schedule.frequency().name().toLowerCase(Locale.ROOT), schedule.day(),
                        schedule.at().toString(), schedule.zone().getId())
                : null;
    }

    /** With the version as its tag. */
    static ResponseEntity<Object> answer(ResponseEntity.BodyBuilder answer, Rule rule) {
        return answer.eTag("\"" + rule.version() + "\"").body(of(rule));
    }
}
