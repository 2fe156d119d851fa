package dev.refill.recharge.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import dev.refill.subscriber.Subscriber;
import dev.refill.tariff.plan.Service;
import dev.refill.usage.RemainingAllowance;
import dev.refill.usage.UsageCount;
import dev.refill.usage.UsageRecord;
import dev.refill.usage.UsageSummary;
import dev.refill.usage.Used;

/** Usage as the API shows it. */
final class UsageBodies {

    private UsageBodies() {}

    /** A page of history, newest first; {@code next} continues it as {@code before}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record History(String msisdn, List<Line> usage, @Nullable Long next) {

        static History of(Subscriber subscriber, List<UsageRecord> records, int limit) {
            return new History(subscriber.msisdn().e164(), records.stream().map(Line::of).toList(),
                    records.size() < limit ? null : records.getLast().position());
        }
    }

    /** One record; {@code ratingGroup} of data, {@code destination} of all else. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(long position, String id, String service, @Nullable String destination, @Nullable Long ratingGroup,
            long quantity, long charged, String unit, Instant from, Instant until) {

        static Line of(UsageRecord record) {
            Used used = record.used();
            boolean isData = used.service() == Service.DATA;
            return new Line(record.position(), record.id(), used.service().word(), isData ? null : used.target(),
                    isData ? Long.valueOf(used.target()) : null, used.quantity(), used.charged().value(),
                    used.charged().unit().code(), used.from(), used.until());
        }
    }

    /** Counters and what is left of allowances. */
    record Summary(String msisdn, String timeZone, List<Day> days, List<Month> months, List<Allowance> allowances) {

        static Summary of(Subscriber subscriber, UsageSummary summary) {
            return new Summary(subscriber.msisdn().e164(), summary.zone().getId(),
                    summary.days().stream().map(Day::of).toList(), summary.months().stream().map(Month::of).toList(),
                    summary.allowances().stream().map(Allowance::of).toList());
        }
    }

    record Day(LocalDate day, String service, long quantity, long charged, String unit) {

        static Day of(UsageCount count) {
            return new Day(count.period(), count.service().word(), count.quantity(), count.charged().value(),
                    count.charged().unit().code());
        }
    }

    record Month(YearMonth month, String service, long quantity, long charged, String unit) {

        static Month of(UsageCount count) {
            return new Month(YearMonth.from(count.period()), count.service().word(), count.quantity(),
                    count.charged().value(), count.charged().unit().code());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Allowance(String allowance, String bucket, String unit, long remaining, long filled,
            @Nullable Instant until) {

        static Allowance of(RemainingAllowance left) {
            return new Allowance(left.allowance(), left.bucket().value(), left.remaining().unit().code(),
                    left.remaining().value(), left.filled(), left.until());
        }
    }
}
