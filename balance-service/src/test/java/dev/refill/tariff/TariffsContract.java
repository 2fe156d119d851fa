package dev.refill.tariff;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import dev.refill.tariff.PutOutcome.NoSuchVersion;
import dev.refill.tariff.PutOutcome.Outdated;
import dev.refill.tariff.PutOutcome.TooEarly;
import dev.refill.tariff.PutOutcome.Written;
import dev.refill.tariff.plan.Increments;
import dev.refill.tariff.plan.Price;
import dev.refill.tariff.plan.Rate;
import dev.refill.tariff.plan.Rounding;
import dev.refill.tariff.plan.Service;

import static org.assertj.core.api.Assertions.assertThat;

/** What every store of plans does. Each test has a store of its own, empty at its beginning. */
public interface TariffsContract {

    PlanId CLASSIC = new PlanId("classic");

    /** Times to come, by whatever clock. */
    Instant MONDAY = Instant.parse("2090-01-02T00:00:00Z");
    Instant TUESDAY = MONDAY.plus(Duration.ofDays(1));
    Instant WEDNESDAY = TUESDAY.plus(Duration.ofDays(1));
    Duration MOMENT = Duration.ofNanos(1_000);

    /** The store of the running test. */
    Tariffs tariffs();

    default Instant now() {
        return Instant.now();
    }

    /** Plans that differ in one price. */
    default TariffPlan plan(int price) {
        TariffPlan classic = ExamplePlan.read();
        return new TariffPlan(classic.id(), classic.title(), classic.unit(), classic.zones(), classic.bands(),
                Map.of(Service.SMS, Map.of("national", new Rate(new Price(BigDecimal.valueOf(price)), 1, Map.of(),
                        new Increments(1, 1), Price.ZERO, Price.ZERO, new Rounding(Rounding.Direction.UP, 1)))),
                Map.of());
    }

    default NewVersion version(PlanId plan, int after, @Nullable Instant from) {
        return new NewVersion(plan, after, from, "anna", "as agreed");
    }

    /** Writes a version whose price is its number. */
    default PutOutcome put(PlanId plan, int after, @Nullable Instant from) {
        return tariffs().put(version(plan, after, from), plan(after + 1)).blockOptional().orElseThrow();
    }

    default PlanInForce inForce(PlanId plan, Instant at) {
        return tariffs().inForce(plan, at).blockOptional().orElseThrow();
    }

    private List<Integer> numbers(@Nullable Integer before, int limit) {
        return tariffs().versions(CLASSIC, before, limit).map(PlanVersion::number).collectList().blockOptional()
                .orElseThrow();
    }

    @Test
    default void inForceWhenNothingWasWrittenThenEmpty() {
        assertThat(tariffs().inForce(CLASSIC, MONDAY).blockOptional()).isEmpty();
        assertThat(tariffs().content(CLASSIC, 1).blockOptional()).isEmpty();
        assertThat(numbers(null, 10)).isEmpty();
    }

    @Test
    default void putWhenNotSubscribedThenNothingIsWritten() {
        var ignored = tariffs().put(version(CLASSIC, 0, MONDAY), plan(1));

        assertThat(ignored).isNotNull();
        assertThat(numbers(null, 10)).isEmpty();
    }

    @Test
    default void eachVersionIsInForceFromItsTimeUntilThatOfTheNext() {
        assertThat(put(CLASSIC, 0, MONDAY)).isEqualTo(new Written(1, MONDAY));
        assertThat(put(CLASSIC, 1, TUESDAY)).isEqualTo(new Written(2, TUESDAY));

        assertThat(tariffs().inForce(CLASSIC, MONDAY.minus(MOMENT)).blockOptional()).isEmpty();
        assertThat(inForce(CLASSIC, MONDAY).version()).isEqualTo(1);
        assertThat(inForce(CLASSIC, TUESDAY.minus(MOMENT)).version()).isEqualTo(1);
        assertThat(inForce(CLASSIC, TUESDAY).version()).isEqualTo(2);
        assertThat(inForce(CLASSIC, TUESDAY).plan()).isEqualTo(plan(2));
    }

    @Test
    default void newerVersionTakesThePlaceOfThoseThatWereToCome() {
        put(CLASSIC, 0, MONDAY);
        put(CLASSIC, 1, WEDNESDAY);
        put(CLASSIC, 2, TUESDAY);

        assertThat(inForce(CLASSIC, MONDAY).version()).isEqualTo(1);
        assertThat(inForce(CLASSIC, TUESDAY).version()).isEqualTo(3);
        assertThat(inForce(CLASSIC, WEDNESDAY).version()).isEqualTo(3);
    }

    @Test
    default void firstVersionMayBeginAtOnceAndAFurtherOneAMinuteLater() {
        Instant before = now();
        put(CLASSIC, 0, null);

        assertThat(put(CLASSIC, 1, null)).isInstanceOfSatisfying(Written.class, written -> assertThat(
                written.effectiveFrom()).isBetween(before.plusSeconds(59), now().plusSeconds(61)));
    }

    @Test
    default void putWhenItWouldChangeThePastThenTooEarlyAndNothingIsWritten() {
        assertThat(put(CLASSIC, 0, now().minusSeconds(60))).isInstanceOf(TooEarly.class);
        put(CLASSIC, 0, null);
        assertThat(put(CLASSIC, 1, now().plusSeconds(30))).isInstanceOfSatisfying(TooEarly.class, refused -> assertThat(
                refused.earliest()).isBetween(now().plusSeconds(50), now().plusSeconds(61)));

        assertThat(numbers(null, 10)).containsExactly(1);
    }

    @Test
    default void whatWasInForceStaysSoWhateverIsWritten() {
        put(CLASSIC, 0, null);
        Instant then = now();
        PlanInForce answered = inForce(CLASSIC, then);
        put(CLASSIC, 1, null);
        tariffs().rollBack(version(CLASSIC, 2, null), 1).block();

        assertThat(inForce(CLASSIC, then).version()).isEqualTo(1);
        assertThat(inForce(CLASSIC, then).plan()).isEqualTo(answered.plan());
        assertThat(answered.from()).isBeforeOrEqualTo(then);
        assertThat(answered.until()).isBetween(then.plusSeconds(10), then.plusSeconds(40));
    }

    @Test
    default void nothingIsCertainOfTimesToCome() {
        put(CLASSIC, 0, null);
        put(CLASSIC, 1, MONDAY);

        assertThat(inForce(CLASSIC, now()).includes(MONDAY)).isFalse();
        assertThat(inForce(CLASSIC, TUESDAY).version()).isEqualTo(2);
        assertThat(inForce(CLASSIC, TUESDAY).includes(TUESDAY)).isFalse();
        assertThat(inForce(CLASSIC, now()).version()).isEqualTo(1);
    }

    @Test
    default void putWhenAnotherWasWrittenMeanwhileThenOutdated() {
        put(CLASSIC, 0, MONDAY);

        assertThat(put(CLASSIC, 0, TUESDAY)).isEqualTo(new Outdated(1));
        assertThat(put(CLASSIC, 5, TUESDAY)).isEqualTo(new Outdated(1));
        assertThat(numbers(null, 10)).containsExactly(1);
    }

    @Test
    default void putWhenManyMeetThenOneIsWritten() {
        put(CLASSIC, 0, MONDAY);

        List<PutOutcome> outcomes = Flux.range(0, 16)
                .flatMap(i -> tariffs().put(version(CLASSIC, 1, TUESDAY), plan(i)).subscribeOn(Schedulers.parallel()),
                        16)
                .collectList()
                .blockOptional()
                .orElseThrow();

        assertThat(outcomes).filteredOn(Written.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(Outdated.class::isInstance).hasSize(15).containsOnly(new Outdated(2));
        assertThat(numbers(null, 10)).containsExactly(2, 1);
    }

    @Test
    default void rollBackWritesTheOldContentAsANewVersion() {
        put(CLASSIC, 0, MONDAY);
        put(CLASSIC, 1, TUESDAY);

        assertThat(tariffs().rollBack(version(CLASSIC, 2, WEDNESDAY), 1).block()).isEqualTo(new Written(3, WEDNESDAY));

        assertThat(inForce(CLASSIC, WEDNESDAY).plan()).isEqualTo(plan(1));
        assertThat(inForce(CLASSIC, TUESDAY).plan()).isEqualTo(plan(2));
        assertThat(tariffs().versions(CLASSIC, null, 1).map(PlanVersion::restores).blockLast()).isEqualTo(1);
    }

    @Test
    default void rollBackWhenThereIsNoSuchVersionThenNothingIsWritten() {
        put(CLASSIC, 0, MONDAY);

        assertThat(tariffs().rollBack(version(CLASSIC, 1, TUESDAY), 2).block()).isEqualTo(new NoSuchVersion());
        assertThat(numbers(null, 10)).containsExactly(1);
    }

    @Test
    default void versionsAreListedNewestFirstPageByPage() {
        put(CLASSIC, 0, MONDAY);
        put(CLASSIC, 1, MONDAY);
        put(CLASSIC, 2, MONDAY);

        assertThat(numbers(null, 2)).containsExactly(3, 2);
        assertThat(numbers(2, 2)).containsExactly(1);
        assertThat(tariffs().versions(CLASSIC, 2, 1).blockFirst()).satisfies(first -> {
            assertThat(first.author()).isEqualTo("anna");
            assertThat(first.reason()).isEqualTo("as agreed");
            assertThat(first.effectiveFrom()).isEqualTo(MONDAY);
            assertThat(first.restores()).isNull();
        });
    }

    @Test
    default void plansAreListedByNameWithTheirNewestVersion() {
        put(CLASSIC, 0, MONDAY);
        put(CLASSIC, 1, MONDAY);
        put(new PlanId("basic"), 0, MONDAY);

        assertThat(tariffs().plans(10).map(version -> version.plan() + " " + version.number()).collectList().block())
                .containsExactly("basic 1", "classic 2");
        assertThat(tariffs().plans(1).collectList().block()).hasSize(1);
    }
}
