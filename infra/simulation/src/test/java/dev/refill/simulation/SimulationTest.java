package dev.refill.simulation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.refill.simulation.bugs.PlantedBug;
import dev.refill.simulation.world.Variant;

import static org.assertj.core.api.Assertions.assertThat;

/** As many seeds as a build has time for; infra/bin/simulate runs more. */
class SimulationTest {

    private static final int SEEDS = 2_000;
    private static final int CASES = 500;

    @Test
    void everySeedHolds() {
        Seeds.Totals totals = Seeds.run(1, SEEDS, () -> Variant.NONE, 1, 1);

        assertThat(totals.broken).as("replay with infra/bin/simulate --seed").isEmpty();
        assertThat(totals.kills).isGreaterThan(SEEDS);
        System.out.println("FIGURE " + totals.runs + " seeds, " + totals.orders + " orders, " + totals.kills
                + " kills: 0 broken");
    }

    @Test
    void sameSeedIsTheSameTrace() {
        for (long seed = 1; seed <= 50; seed++) {
            Simulation.Run first = Simulation.run(seed, Variant.NONE, true);
            Simulation.Run again = Simulation.run(seed, Variant.NONE, true);

            assertThat(again.words()).as("seed %d", seed).isNotEmpty().isEqualTo(first.words());
            assertThat(again.hash()).isEqualTo(first.hash());
        }
    }

    @Test
    void unknownOutcomesEndAsTheTruthIs() {
        UnknownOutcomes.Figures figures = UnknownOutcomes.run(CASES);

        assertThat(figures.hold()).as("%s: %s", figures, figures.wrong()).isTrue();
        System.out.println("FIGURE " + figures);
    }

    @Test
    void ordersGoOnToAnotherProviderWithoutBeingChargedTwice() {
        Failover.Figures ours = Failover.run(Failover.Way.FAILOVER, 1_000);
        Failover.Figures naive = Failover.run(Failover.Way.NAIVE, 1_000);

        assertThat(ours.hold()).as("%s: %s", ours, ours.broken()).isTrue();
        assertThat(ours.wentOn()).isPositive();
        assertThat(ours.unproved()).as("went on without proof").isZero();
        assertThat(naive.chargedTwice()).as("the comparison shows something").isPositive();
        assertThat(naive.unproved()).as("who goes on without proof is found, whatever came of it")
                .isGreaterThanOrEqualTo((int) naive.chargedTwice());
        assertThat(naive.hold()).isFalse();
        System.out.println("FIGURE " + ours + " | " + naive);
    }

    @ParameterizedTest
    @EnumSource
    void plantedBugIsFound(PlantedBug bug) {
        BugHunt.Found found = BugHunt.hunt(bug);

        assertThat(found.by()).as("%s", found).isPresent();
        System.out.println("FIGURE " + found);
    }
}
