package dev.refill.simulation;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;

import dev.refill.recharge.RechargeTransitions;
import dev.refill.recharge.dispute.DisputeTransitions;
import dev.refill.recharge.refund.RefundTransitions;
import dev.refill.simulation.bugs.PlantedBug;
import dev.refill.simulation.world.Variant;

/** The program behind infra/bin/simulate. */
public final class Simulate {

    private static final int THREADS = Math.max(1, Math.min(2, Runtime.getRuntime().availableProcessors()));
    private static final int MOST_SHOWN = 10;

    private Simulate() {}

    /** Ends with 1 if anything does not hold. */
    public static void main(String[] arguments) {
        boolean holds = switch (arguments.length == 0 ? "--seeds" : arguments[0]) {
            case "--seed" -> replay(Long.parseLong(arguments[1]));
            case "--seeds" -> many(arguments.length > 2 ? Long.parseLong(arguments[2]) : 1,
                    arguments.length > 1 ? Long.parseLong(arguments[1]) : 20_000);
            case "--bugs" -> bugs();
            case "--unknown" -> unknown(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 500);
            case "--failover" -> failover(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20_000);
            default -> throw new IllegalArgumentException(
                    arguments[0] + " (expected: --seeds, --seed, --bugs, --unknown or --failover)");
        };
        System.exit(holds ? 0 : 1);
    }

    /** Shows one run in words. */
    private static boolean replay(long seed) {
        Simulation.Run run = Simulation.run(seed, Variant.NONE, true);
        System.out.print(run.words());
        run.end().broken().forEach(broken -> System.out.println("BROKEN " + broken));
        System.out.println("seed " + seed + ": trace " + Long.toHexString(run.hash()) + ", "
                + run.end().broken().size() + " broken");
        return !run.isBroken();
    }

    private static boolean many(long first, long seeds) {
        long begin = System.nanoTime();
        Seeds.Totals totals = Seeds.run(first, seeds, () -> Variant.NONE, MOST_SHOWN, THREADS);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double processor = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime()
                / 1e9;
        show(totals.broken, "infra/bin/simulate --seed ");
        System.out.printf(Locale.ROOT, "%d runs, %d orders, %d payments, %d refunds, %d disputes, %d kills, %d pauses, "
                + "%d steps, traces %x%n", totals.runs, totals.orders, totals.payments, totals.refunds,
                totals.disputes, totals.kills, totals.pauses, totals.steps, totals.hash);
        List<Record> rows = Stream.<List<? extends Record>>of(RechargeTransitions.rows(), RefundTransitions.rows(),
                DisputeTransitions.rows()).<Record>flatMap(List::stream).toList();
        List<Record> never = rows.stream().filter(row -> !totals.changes.contains(row)).toList();
        System.out.println(rows.size() - never.size() + " of " + rows.size()
                + " rows of the tables of transitions were gone; never: " + never);
        System.out.printf(Locale.ROOT, "%d seeds: %d broken; %.0f runs/s on %d threads, %.0f per second of a core%n",
                totals.runs, totals.broken.size(), totals.runs / seconds, THREADS, totals.runs / processor);
        return totals.broken.isEmpty();
    }

    private static void show(List<Simulation.Run> broken, String replay) {
        broken.forEach(run -> System.out.println("seed " + run.seed() + ": " + run.end().broken()
                + "\n    replay with: " + replay + run.seed()));
    }

    private static boolean bugs() {
        System.out.println("planted bug                seeds  found by");
        List<BugHunt.Found> found = Arrays.stream(PlantedBug.values())
                .map(BugHunt::hunt)
                .peek(System.out::println)
                .toList();
        long missed = found.stream().filter(one -> one.by().isEmpty()).count();
        System.out.println(found.size() + " planted bugs: " + (found.size() - missed) + " found");
        return missed == 0;
    }

    private static boolean unknown(int cases) {
        UnknownOutcomes.Figures figures = UnknownOutcomes.run(cases);
        figures.wrong().forEach(run -> System.out.println("case " + run.seed() + ": " + run.end()));
        System.out.println(figures);
        return figures.hold();
    }

    private static boolean failover(int orders) {
        System.out.println(Failover.HEAD);
        boolean holds = true;
        for (Failover.Way way : Failover.Way.values()) {
            Failover.Figures figures = Failover.run(way, orders);
            System.out.println(figures);
            figures.broken().stream().limit(MOST_SHOWN)
                    .forEach(run -> System.out.println("    world " + run.seed() + ": " + run.end().broken()));
            holds &= switch (way) {
                case FAILOVER -> figures.hold();
                case NONE -> figures.broken().isEmpty() && figures.chargedTwice() == 0;
                // Or the comparison would show nothing.
                case NAIVE -> figures.chargedTwice() > 0 && figures.unproved() > 0;
            };
        }
        return holds;
    }
}
