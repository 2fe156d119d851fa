package dev.refill.finance.reconcile.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;

import dev.refill.finance.reconcile.rule.CutOff;
import dev.refill.finance.reconcile.rule.Line;
import dev.refill.finance.reconcile.rule.LineKey;
import dev.refill.gateway.SettlementKind;

/**
 * Lines from a file: a heading, then one row for each. {@code id} is the provider's of the thing, {@code reference} that of the line; amounts
 * are decimals of their currency, below zero if they went out; {@code occurred_at} is ISO 8601 with an offset; {@code payout} may be empty.
 */
public final class LineFile {

    /** The heading. */
    public static final List<String> HEADING = List.of("reference", "kind", "id", "currency", "amount", "fee",
            "occurred_at",
            "payout");

    private static final Pattern AMOUNT = Pattern.compile("-?(0|[1-9][0-9]{0,18})(\\.[0-9]{1,9})?");
    private static final int LONGEST_TIME = 40;

    private LineFile() {}

    /**
     * Reads lines as they are asked for.
     *
     * @param file opened by each subscription, and closed by it
     * @param cutOff puts lines to days
     * @param readers threads that may block until bytes are there
     * @return a cold Flux; {@link LineFileException} if something is no line, after all that came before it; {@link UncheckedIOException} if
     *         it cannot be read
     */
    public static Flux<Line> lines(Callable<? extends InputStream> file, CutOff cutOff, Scheduler readers) {
        return Flux.using(() -> new CsvRows(file.call(), HEADING.size()), rows -> lines(rows, cutOff), LineFile::close)
                .subscribeOn(readers);
    }

    private static Flux<Line> lines(CsvRows rows, CutOff cutOff) {
        return Flux.generate(() -> {
            requireHeading(rows);
            return rows;
        }, (open, sink) -> next(open, cutOff, sink));
    }

    private static void requireHeading(CsvRows rows) throws IOException {
        if (!HEADING.equals(rows.next())) {
            throw rows.refused("another heading (expected: " + String.join(",", HEADING) + ")");
        }
    }

    private static CsvRows next(CsvRows rows, CutOff cutOff, SynchronousSink<Line> sink) {
        try {
            List<String> row = rows.next();
            if (row == null) {
                sink.complete();
            } else {
                sink.next(line(rows, row, cutOff));
            }
            return rows;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Line line(CsvRows rows, List<String> row, CutOff cutOff) {
        try {
            Currency currency = currency(row.get(3));
            Instant occurredAt = time(row.get(6));
            return new Line(row.get(0), LineKey.of(kind(row.get(1)), row.get(2)), cutOff.day(occurredAt), currency,
                    minor("amount", row.get(4), currency), minor("fee", row.get(5), currency), occurredAt,
                    payout(row.get(7)));
        } catch (IllegalArgumentException | ArithmeticException noLine) {
            throw rows.refused(String.valueOf(noLine.getMessage()));
        }
    }

    private static SettlementKind kind(String word) {
        for (SettlementKind kind : SettlementKind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("kind: another word (expected: that of a settlement line)");
    }

    private static Currency currency(String code) {
        try {
            Currency currency = Currency.getInstance(code);
            if (currency.getDefaultFractionDigits() >= 0) {
                return currency;
            }
        } catch (IllegalArgumentException unknown) {
            // told below, without repeating what the file says
        }
        throw new IllegalArgumentException("currency: none (expected: a code of ISO 4217 with minor units)");
    }

    private static long minor(String name, String text, Currency currency) {
        if (!AMOUNT.matcher(text).matches()) {
            throw new IllegalArgumentException(name + ": no decimal (expected: such as -12.34)");
        }
        try {
            return new BigDecimal(text).setScale(currency.getDefaultFractionDigits(), RoundingMode.UNNECESSARY)
                    .unscaledValue()
                    .longValueExact();
        } catch (ArithmeticException inexact) {
            throw new IllegalArgumentException(name + ": too large, or more decimals than "
                    + currency.getCurrencyCode() + " has", inexact);
        }
    }

    private static Instant time(String text) {
        try {
            if (text.length() <= LONGEST_TIME) {
                return OffsetDateTime.parse(text).toInstant();
            }
        } catch (DateTimeParseException noTime) {
            // told below
        }
        throw new IllegalArgumentException("occurred_at: no time (expected: such as 2026-03-01T23:59:59Z)");
    }

    private static @Nullable String payout(String text) {
        return text.isEmpty() ? null : text;
    }

    private static void close(CsvRows rows) {
        try {
            rows.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
