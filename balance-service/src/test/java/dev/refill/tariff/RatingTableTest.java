package dev.refill.tariff;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/** Each row of {@code rating-table.md}: charge, buckets after it and explanation, as worked out by hand. */
class RatingTableTest {

    private static final List<RatingRow> ROWS = RatingRow.all();

    @AfterAll
    static void figure() {
        System.out.println("FIGURE " + ROWS.size() + " rows of the rating table");
    }

    @TestFactory
    Stream<DynamicTest> rows() {
        return ROWS.stream().map(row -> dynamicTest(row.number() + ": " + row.shows(), () -> assertThat(
                row.with(Rating.rate(TestPlans.named(row.plan()), row.used(), row.held()))).isEqualTo(row)));
    }

    /** Whoever has no allowance pays the price that is told without looking at buckets. */
    @TestFactory
    Stream<DynamicTest> prices() {
        return ROWS.stream().map(row -> dynamicTest(row.number() + ": " + row.shows(), () -> {
            RatingOutcome price = Rating.price(TestPlans.named(row.plan()), row.used());
            RatingOutcome rated = Rating.rate(TestPlans.named(row.plan()), row.used(), List.of());

            assertThat(rated.steps()).startsWith(price.steps().toArray(Step[]::new));
        }));
    }

    @Test
    void tableIsLongEnoughToBeWorthReading() {
        assertThat(ROWS).hasSizeGreaterThanOrEqualTo(60);
    }
}
