package dev.refill.testsupport.settlement;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;

/**
 * Writes what we say and what a provider says of the same payments and refunds, as files of lines, and which of them are faulty and how.
 * The same settings write the same files.
 *
 * @param seed of all that is random
 * @param things payments and refunds, of which each twenty-fifth is a refund
 * @param days over which they are spread evenly
 * @param faults of each kind; all of them together are at most a tenth of the things
 * @param first the first day
 */
public record SeededSettlement(long seed, int things, int days, int faults, LocalDate first) {

    private static final String HEADING = "reference,kind,id,currency,amount,fee,occurred_at,payout\n";
    private static final int EACH_REFUND = 25;
    private static final int DAY_SECONDS = 86_400;
    private static final int MARGIN_SECONDS = 600;
    private static final int LATER_SECONDS = 300;
    private static final int MOST_MINOR = 50_000;
    private static final int LEAST_MINOR = 100;
    private static final int ALL = 10;
    private static final String[] CURRENCIES = {"USD", "USD", "USD", "USD", "USD", "USD", "USD", "EUR", "JPY", "KWD"};
    private static final Fault[] KINDS = Fault.values();

    /** The eight kinds of faults, by the words that a reconciliation has for them. */
    public enum Fault {
        MISSING_THERE,
        MISSING_HERE,
        AMOUNT,
        FEE,
        CURRENCY,
        DUPLICATE,
        CUT_OFF,
        SPLIT
    }

    /**
     * Where things are.
     *
     * @param labels one row for each fault: its key, a comma, and the word for what is wrong
     */
    public record Written(Path ours, Path theirs, Path labels, int ourLines, int theirLines, int faults) {}

    /**
     * What one side says.
     *
     * @param minor in minor units of the currency
     */
    private record Row(String reference, String kind, String id, String currency, long minor, long fee, Instant at) {

        Row with(String otherReference) {
            return new Row(otherReference, kind, id, currency, minor, fee, at);
        }

        Row amounting(long otherMinor, long otherFee) {
            return new Row(reference, kind, id, currency, otherMinor, otherFee, at);
        }

        Row in(String otherCurrency) {
            return new Row(reference, kind, id, otherCurrency, minor, fee, at);
        }

        Row at(Instant other) {
            return new Row(reference, kind, id, currency, minor, fee, other);
        }
    }

    public SeededSettlement {
        if ((long) faults * KINDS.length * ALL > things || things % days != 0) {
            throw new IllegalArgumentException(
                    "things: " + things + " (expected: a multiple of days, ten times the faults)");
        }
    }

    /** Writes the files. Blocking. */
    public Written write(Path folder, Path labels) {
        Path ours = folder.resolve("ours.csv");
        Path theirs = folder.resolve("theirs.csv");
        try (Side here = new Side(ours, false);
                Side there = new Side(theirs, true);
                BufferedWriter told = Files.newBufferedWriter(labels)) {
            Random random = new Random(seed);
            for (int day = 0; day < days; day++) {
                LocalDate date = first.plusDays(day);
                here.begin(date);
                there.begin(date);
                writeDay(day, date, random, here, there, told);
            }
            here.begin(first.plusDays(days));
            there.begin(first.plusDays(days));
            return new Written(ours, theirs, labels, here.lines, there.lines, faults * KINDS.length);
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    private void writeDay(int day, LocalDate date, Random random, Side here, Side there, BufferedWriter told)
            throws IOException {
        int each = things / days;
        for (int of = 0; of < each; of++) {
            int number = day * each + of;
            Row row = row(number, of, each, date, random);
            Fault fault = fault(number);
            Row theirs = row.with("txn_" + number).at(row.at().plusSeconds(random.nextInt(LATER_SECONDS)));
            if (fault == null) {
                here.add(row);
                there.add(theirs);
            } else {
                told.append(row.kind()).append(':').append(row.id()).append(',').append(fault.name()).append('\n');
                write(fault, row, theirs, random, here, there);
            }
        }
    }

    private Row row(int number, int of, int each, LocalDate date, Random random) {
        boolean refund = number % EACH_REFUND == 0;
        byte[] name = new byte[12];
        random.nextBytes(name);
        long minor = (long) LEAST_MINOR + random.nextInt(MOST_MINOR);
        long second = MARGIN_SECONDS + (long) of * (DAY_SECONDS - 2 * MARGIN_SECONDS) / each;
        return new Row("our_" + number, refund ? "refund" : "charge",
                (refund ? "re_" : "ch_") + HexFormat.of().formatHex(name),
                CURRENCIES[random.nextInt(CURRENCIES.length)],
                refund ? -minor : minor, refund ? 0 : 30 + minor * 29 / 1000,
                date.atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds(second));
    }

    /** Faults are spread evenly over all things; only refunds are split, and no charge is. {@code null}: none. */
    private @Nullable Fault fault(int number) {
        int spread = things / (faults * KINDS.length);
        int block = number / spread;
        if (block >= faults * KINDS.length) {
            return null;
        }
        Fault fault = KINDS[block % KINDS.length];
        int at = block * spread;
        int chosen = at + (int) ((seed & 0xff) + block * 7L) % Math.min(spread, EACH_REFUND - 1);
        if (fault == Fault.SPLIT) {
            chosen = (at + EACH_REFUND - 1) / EACH_REFUND * EACH_REFUND;
        }
        return number == chosen ? fault : null;
    }

    private static void write(Fault fault, Row ours, Row theirs, Random random, Side here, Side there) {
        boolean other = random.nextBoolean();
        long some = 1L + random.nextInt(50);
        switch (fault) {
            case MISSING_THERE -> here.add(ours);
            case MISSING_HERE -> there.add(theirs);
            case AMOUNT ->
                both(ours, theirs.amounting(theirs.minor() + (other ? some : -some), theirs.fee()), here, there);
            case FEE ->
                both(ours, theirs.amounting(theirs.minor(), theirs.fee() + (other ? some : -some)), here, there);
            case CURRENCY -> both(ours, theirs.in(ours.currency().equals("CHF") ? "SEK" : "CHF"), here, there);
            case DUPLICATE -> {
                both(ours, theirs, here, there);
                if (other) {
                    there.add(theirs.with(theirs.reference() + "_again").at(sometime(theirs.at(), random)));
                } else {
                    here.add(ours.with(ours.reference() + "_again"));
                }
            }
            case CUT_OFF -> both(ours, theirs.at(theirs.at().plus(Duration.ofDays(1))), here, there);
            case SPLIT -> {
                long part = 1L + random.nextInt((int) Math.abs(theirs.minor()) - 1);
                here.add(ours);
                there.add(theirs.with(theirs.reference() + "_1").amounting(-part, theirs.fee()));
                there.add(theirs.with(theirs.reference() + "_2").amounting(theirs.minor() + part, 0)
                        .at(sometime(theirs.at(), random)));
            }
        }
    }

    private static void both(Row ours, Row theirs, Side here, Side there) {
        here.add(ours);
        there.add(theirs);
    }

    /** On the same day or on the next. */
    private static Instant sometime(Instant at, Random random) {
        return random.nextBoolean() ? at : at.plus(Duration.ofDays(1));
    }

    /** One file, in the order of days: what happens later waits for its day. */
    private static final class Side implements AutoCloseable {

        private final BufferedWriter file;
        private final boolean payouts;
        private List<Row> later = new ArrayList<>();
        private LocalDate today = LocalDate.MIN;
        private int lines;

        Side(Path path, boolean payouts) throws IOException {
            this.file = Files.newBufferedWriter(path);
            this.payouts = payouts;
            file.write(HEADING);
        }

        void begin(LocalDate day) {
            List<Row> waiting = later;
            later = new ArrayList<>();
            today = day;
            waiting.forEach(this::add);
        }

        void add(Row row) {
            LocalDate day = row.at().atOffset(ZoneOffset.UTC).toLocalDate();
            if (day.isAfter(today)) {
                later.add(row);
                return;
            }
            lines++;
            try {
                file.append(row.reference()).append(',').append(row.kind()).append(',').append(row.id()).append(',')
                        .append(row.currency()).append(',').append(decimal(row.minor(), row.currency())).append(',')
                        .append(decimal(row.fee(), row.currency())).append(',').append(row.at().toString()).append(',')
                        .append(payouts ? "po_" + day + "_" + row.currency() : "").append('\n');
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
        }

        private static String decimal(long minor, String currency) {
            return BigDecimal.valueOf(minor, Currency.getInstance(currency).getDefaultFractionDigits())
                    .toPlainString();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
