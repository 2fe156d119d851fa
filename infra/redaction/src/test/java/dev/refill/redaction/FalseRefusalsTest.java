package dev.refill.redaction;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.redaction.SensitiveInput.Place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** How many of a client's own numbers are taken for a card's, as docs/concepts/sensitive-data.md has it. */
class FalseRefusalsTest {

    private static final long SEED = 20261127;
    private static final int DRAWN = 20_000;
    /** Where none is expected, there is none. */
    private static final int DEVIATIONS = 4;
    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private final SensitiveInput input = new SensitiveInput(List.of());

    record Kind(String name, Place place, double percent, Function<Random, String> drawn) {

        @Override
        public String toString() {
            return name + " as " + place;
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                // IMSIs: of Caribbean networks alone, as American Express begins with 34 and 37.
                new Kind("IMSI of MCC 34x or 37x", Place.NUMERAL, 10,
                        one -> digits(one, (one.nextBoolean() ? "34" : "37"), 15)),
                new Kind("IMSI of any other MCC", Place.NUMERAL, 0, FalseRefusalsTest::otherImsi),
                new Kind("IMEI and software version", Place.NUMERAL, 0,
                        one -> digits(one, List.of("01", "35", "86", "99").get(one.nextInt(4)), 16)),
                new Kind("phone number of 14 digits", Place.NUMERAL, 0,
                        one -> digits(one, "" + (1 + one.nextInt(9)), 14)),
                new Kind("phone number of 15 digits", Place.NUMERAL, 0.22,
                        one -> digits(one, "" + (1 + one.nextInt(9)), 15)),
                new Kind("phone number of 15 digits", Place.PHONE, 0,
                        one -> digits(one, "" + (1 + one.nextInt(9)), 15)),
                new Kind("phone number behind a plus", Place.TEXT, 0,
                        one -> "+" + digits(one, "" + (1 + one.nextInt(9)), 15)),
                new Kind("snowflake of 18 digits", Place.NUMERAL, 0, one -> digits(one, "" + (1 + one.nextInt(9)), 18)),
                new Kind("number of 19 digits", Place.NUMERAL, 0, one -> digits(one, "" + (1 + one.nextInt(9)), 19)),
                new Kind("reference of 16 digits", Place.NUMERAL, 2.16, one -> digits(one, "", 16)),
                new Kind("reference of 16 digits", Place.TEXT, 3.12, one -> digits(one, "", 16)),
                new Kind("voucher in groups", Place.NUMERAL, 3.12,
                        one -> digits(one, "", 16).replaceAll("(.{4})(?=.)", "$1-")),
                new Kind("IMSI of MCC 34x or 37x", Place.TEXT, 10,
                        one -> digits(one, (one.nextBoolean() ? "34" : "37"), 15)),
                new Kind("reference with a letter before", Place.TEXT, 0, one -> digits(one, "R", 17)),
                new Kind("reference with a letter behind", Place.TEXT, 0, one -> digits(one, "", 16) + "R"),
                new Kind("two numbers, of 6 and 10 digits", Place.TEXT, 0,
                        one -> digits(one, "", 6) + " " + digits(one, "", 10)),
                new Kind("four numbers with commas", Place.TEXT, 0,
                        one -> digits(one, "", 16).replaceAll("(.{4})(?=.)", "$1,")),
                new Kind("scratch card's number behind card", Place.NUMERAL, 2.16, one -> digits(one, "card-", 21)),
                new Kind("UUID", Place.TEXT, 0, one -> new UUID(one.nextLong(), one.nextLong()).toString()),
                new Kind("UUID without dashes", Place.TEXT, 0,
                        one -> new UUID(one.nextLong(), one.nextLong()).toString().replace("-", "")),
                new Kind("ULID", Place.TEXT, 0, FalseRefusalsTest::ulid),
                new Kind("time", Place.TEXT, 0,
                        one -> Instant.ofEpochSecond(one.nextInt(), one.nextInt(1_000_000_000)).toString()),
                new Kind("milliseconds, micro- or nanoseconds", Place.TEXT, 0,
                        one -> digits(one, "17", 13 + 3 * one.nextInt(3))));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shareOfRefusedIsAsDocumented(Kind kind) {
        Random random = new Random(SEED);
        long refused = IntStream.range(0, DRAWN)
                .filter(i -> input.isIn(kind.drawn().apply(random), kind.place()))
                .count();
        double expected = DRAWN * kind.percent() / 100;
        assertThat((double) refused).isCloseTo(expected, within(DEVIATIONS * Math.sqrt(expected)));
    }

    @Test
    void ownImsisNeverAre() {
        SensitiveInput own = new SensitiveInput(List.of("37002"));
        Random random = new Random(SEED);
        assertThat(IntStream.range(0, DRAWN).mapToObj(i -> digits(random, "37002", 15)))
                .noneMatch(imsi -> own.isIn(imsi, Place.TEXT));
    }

    private static String digits(Random random, String begin, int length) {
        StringBuilder digits = new StringBuilder(begin);
        random.ints(length - begin.length(), 0, 10).forEach(digits::append);
        return digits.toString();
    }

    private static String otherImsi(Random random) {
        String imsi = digits(random, "" + (2 + random.nextInt(6)), 15);
        return imsi.startsWith("34") || imsi.startsWith("37") ? otherImsi(random) : imsi;
    }

    private static String ulid(Random random) {
        StringBuilder ulid = new StringBuilder("01");
        random.ints(24, 0, CROCKFORD.length()).forEach(i -> ulid.append(CROCKFORD.charAt(i)));
        return ulid.toString();
    }
}
