package dev.refill.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import dev.refill.gateway.PaymentGateway;
import dev.refill.simulation.bugs.PlantedBug;
import dev.refill.simulation.time.Chance;
import dev.refill.simulation.time.Timeline;
import dev.refill.simulation.world.Fared;
import dev.refill.simulation.world.Variant;
import dev.refill.simulation.world.Weather;

/**
 * The same orders in three ways: as the product goes on to another provider, without another provider, and as who goes on
 * whenever an answer is missing. The first provider charges and loses the answer of a fifth of its charges, and is away again and
 * again; the second is well. Every customer agrees to pay, so the second could serve all of them.
 */
final class Failover {

    private static final int ORDERS_A_WORLD = 4;
    private static final double LOST_ANSWERS = 0.2;
    private static final double ENOUGH = 0.99;

    private Failover() {}

    /** A way to use two providers. */
    enum Way {
        FAILOVER("failover", true, Variant.NONE),
        NONE("no failover", false, Variant.NONE),
        NAIVE("naive cascade", true, new Variant() {

            @Override
            public PaymentGateway gateway(PaymentGateway provider) {
                return PlantedBug.goingOnWhileUnknown(provider);
            }

            @Override
            public boolean isJudged() {
                return false;
            }
        });

        private final String words;
        private final boolean hasSecond;
        @SuppressWarnings("ImmutableEnumChecker") // keeps nothing
        private final Variant variant;

        Way(String words, boolean hasSecond, Variant variant) {
            this.words = words;
            this.hasSecond = hasSecond;
            this.variant = variant;
        }
    }

    /**
     * What came of all orders in one way.
     *
     * @param unowned captures without an order
     * @param broken worlds in which something did not hold
     */
    record Figures(Way way, List<Fared> orders, int unowned, List<Simulation.Run> broken) {

        long credited() {
            return orders.stream().filter(order -> order.toCredit() != null).count();
        }

        long chargedTwice() {
            return orders.stream().filter(order -> order.captures() > 1).count();
        }

        long wentOn() {
            return orders.stream().filter(order -> order.afterNotSent() + order.afterLookUp() > 0).count();
        }

        /** How often an order went on though its payment might have taken something. */
        int unproved() {
            return orders.stream().mapToInt(Fared::unproved).sum();
        }

        long atOnceElsewhere() {
            return orders.stream().filter(Fared::atOnceElsewhere).count();
        }

        private Duration within(double part) {
            List<Duration> times = orders.stream()
                    .map(Fared::toCredit)
                    .filter(Objects::nonNull)
                    .sorted(Comparator.naturalOrder())
                    .toList();
            return times.isEmpty() ? Duration.ZERO : times.get((int) Math.ceil(part * times.size()) - 1);
        }

        boolean hold() {
            return broken.isEmpty() && chargedTwice() == 0 && unowned == 0 && unproved() == 0
                    && credited() >= ENOUGH * orders.size();
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%-14s %7d %9.3f %% %14d %15d %12d %9d %9d %10s %10s %10s", way.words,
                    orders.size(),
                    100.0 * credited() / orders.size(), chargedTwice(), unowned, atOnceElsewhere(), wentOn(),
                    unproved(), words(within(0.5)), words(within(0.95)), words(within(0.99)));
        }

        private static String words(Duration time) {
            return String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1e3);
        }
    }

    static final String HEAD = String.format(Locale.ROOT, "%-14s %7s %11s %14s %15s %12s %9s %9s %10s %10s %10s", "way",
            "orders", "credited", "charged twice", "without order", "2nd at once", "went on", "unproved", "p50", "p95",
            "p99");

    static Figures run(Way way, int orders) {
        List<Fared> fared = new ArrayList<>();
        List<Simulation.Run> broken = new ArrayList<>();
        int unowned = 0;
        for (int seed = 1; fared.size() < orders; seed++) {
            Timeline timeline = new Timeline();
            Chance chance = new Chance(seed);
            Weather weather = Weather.ofFailover(timeline, chance, ORDERS_A_WORLD, LOST_ANSWERS, way.hasSecond);
            Simulation.Run run = Simulation.run(seed, timeline, chance, weather, way.variant, false);
            fared.addAll(run.end().fared());
            unowned += run.end().unowned();
            if (run.isBroken()) {
                broken.add(run);
            }
        }
        return new Figures(way, fared, unowned, broken);
    }
}
