package dev.refill.close.web;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import dev.refill.close.ClosedDay;
import dev.refill.close.ClosedMonth;
import dev.refill.close.TrialLine;

/** What the API shows. */
final class CloseBodies {

    private CloseBodies() {}

    /** A page of days, latest first; {@code next} continues it as {@code before}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DayPage(List<DayBody> days, @Nullable String next) {

        static DayPage of(List<ClosedDay> days, int limit) {
            return new DayPage(days.stream().map(DayBody::of).toList(),
                    days.size() < limit ? null : days.getLast().day().toString());
        }
    }

    /** @param progress in percent */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DayBody(String day, String state, Instant endsAt, String closedBy, String reason, Instant closedAt,
            int progress, long entries, long postings, @Nullable String seal, @Nullable Instant sealedAt) {

        static DayBody of(ClosedDay day) {
            ClosedDay.Seal seal = day.seal();
            return new DayBody(day.day().toString(), seal == null ? "closing" : "sealed", day.endsAt(), day.closedBy(),
                    day.reason(), day.begunAt(), day.progress(), day.entries(), day.postings(),
                    seal == null ? null : seal.hash(), seal == null ? null : seal.at());
        }
    }

    /** A page of months, latest first; {@code next} continues it as {@code before}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MonthPage(List<MonthBody> months, @Nullable String next) {

        static MonthPage of(List<ClosedMonth> months, int limit) {
            return new MonthPage(months.stream().map(MonthBody::of).toList(),
                    months.size() < limit ? null : months.getLast().month().toString());
        }
    }

    record MonthBody(String month, String closedBy, String reason, Instant closedAt, String seal) {

        static MonthBody of(ClosedMonth month) {
            return new MonthBody(month.month().toString(), month.closedBy(), month.reason(), month.closedAt(),
                    month.seal());
        }
    }

    record TrialBalanceBody(String from, String to, List<LineBody> lines) {}

    /** Amounts are whole numbers of the unit's smallest parts. */
    record LineBody(String account, String unit, BigInteger opening, BigInteger plus, BigInteger minus,
            BigInteger closing) {

        static LineBody of(TrialLine line) {
            return new LineBody(line.account(), line.unit().code(), line.opening(), line.plus(), line.minus(),
                    line.closing());
        }
    }
}
