package dev.refill.tariff;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import dev.refill.tariff.plan.Allowance;
import dev.refill.tariff.plan.Bands;
import dev.refill.tariff.plan.Increments;
import dev.refill.tariff.plan.Period;
import dev.refill.tariff.plan.Price;
import dev.refill.tariff.plan.Rounding;
import dev.refill.tariff.plan.Service;
import dev.refill.tariff.plan.Zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What cannot be does not exist. */
class BoundsTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Validity EVER = new Validity(NOON, null);
    private static final Set<DayOfWeek> MONDAY = Set.of(DayOfWeek.MONDAY);

    private static DynamicTest refused(String what, ThrowingCallable made) {
        return DynamicTest.dynamicTest(what, () -> assertThatIllegalArgumentException().isThrownBy(made)
                .withMessageContaining("expected"));
    }

    @TestFactory
    Stream<DynamicTest> refused() {
        return Stream.of(
                refused("a plan's name", () -> new PlanId("Classic")),
                refused("a call of more than a week", () -> new Usage.Call("+1", NOON, 604_801)),
                refused("a call that goes back in time", () -> new Usage.Call("+1", NOON, -1)),
                refused("a call to letters", () -> new Usage.Call("+1abc", NOON, 1)),
                refused("a call to nobody", () -> new Usage.Call("", NOON, 1)),
                refused("too many messages", () -> new Usage.Messages("+1", NOON, 1_001)),
                refused("too many bytes", () -> new Usage.Traffic(1, NOON, (1L << 50) + 1)),
                refused("a rating group below zero", () -> new Usage.Traffic(-1, NOON, 1)),
                refused("a rating group of 33 bits", () -> new Usage.Traffic(1L << 32, NOON, 1)),
                refused("a bucket below zero", () -> new Bucket.Credit("c", -1, EVER, 0)),
                refused("an allowance below zero", () -> new Bucket.Free("f", "minutes", -1, EVER, 0)),
                refused("what ends as it begins", () -> new Validity(NOON, NOON)),
                refused("a price below zero", () -> new Price(new BigDecimal("-0.01"))),
                refused("a price of nine decimals", () -> new Price(new BigDecimal("0.000000001"))),
                refused("a price of a thousand million", () -> new Price(new BigDecimal("1000000000"))),
                refused("no increment", () -> new Increments(0, 1)),
                refused("a step of nothing", () -> new Rounding(Rounding.Direction.UP, 0)),
                refused("a step beyond all reason", () -> new Rounding(Rounding.Direction.UP, 1_000_001)),
                refused("a period on no day", () -> new Period(Set.of(), 0, 60)),
                refused("a period of no time", () -> new Period(MONDAY, 60, 60)),
                refused("a period until the day's beginning", () -> new Period(MONDAY, 60, 0)),
                refused("a prefix of letters", () -> new Zones(Map.of("+x", "near"))),
                refused("an allowance of nothing", () -> new Allowance(Service.VOICE, 0, 1, Set.of())),
                refused("an allowance for no day", () -> new Allowance(Service.VOICE, 1, 0, Set.of())),
                refused("two bands at a time", () -> new Bands(ZoneOffset.UTC, Map.of(
                        "early", List.of(new Period(MONDAY, 0, 61)), "late", List.of(new Period(MONDAY, 60, 120))))),
                refused("a version after less than none", () -> new NewVersion(new PlanId("ab"), -1, null, "a", "b")),
                refused("a version without a reason", () -> new NewVersion(new PlanId("ab"), 0, null, "a", " ")),
                refused("too many buckets", () -> Rating.rate(ExamplePlan.read(), new Usage.Call("+1", NOON, 1),
                        Collections.nCopies(513, new Bucket.Credit("c", 1, EVER, 0)))));
    }

    @Test
    void bandsThatOnlyTouchAreAllowed() {
        Bands bands = new Bands(ZoneOffset.UTC, Map.of("late", List.of(new Period(MONDAY, 60, 120)),
                "early", List.of(new Period(MONDAY, 0, 60))));

        assertThat(bands.at(Instant.parse("2026-03-02T00:59:59.999Z"))).hasValue("early");
        assertThat(bands.at(Instant.parse("2026-03-02T01:00:00Z"))).hasValue("late");
        assertThat(bands.at(Instant.parse("2026-03-02T02:00:00Z"))).isEmpty();
    }

    @Test
    void whatWouldNotFitIsAnErrorAndNeverWraps() {
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> new Increments(2, Long.MAX_VALUE).counted(3));
    }

    @Test
    void equalPricesAreEqualHoweverTheyWereWritten() {
        assertThat(Price.parse("12.50")).isEqualTo(Price.parse("12.5"));
        assertThat(Price.parse("100").orElseThrow()).hasToString("100");
        assertThat(Price.parse("0.00").orElseThrow().isZero()).isTrue();
    }
}
