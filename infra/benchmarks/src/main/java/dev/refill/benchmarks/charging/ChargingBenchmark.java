package dev.refill.benchmarks.charging;

import java.util.ArrayList;
import java.util.List;

import dev.refill.benchmarks.Bound;

/**
 * Debits by our charging, in process and over HTTP, beside what the same machine can do without it. Ends with 1 if a bound does not
 * hold, and with an error if any books are wrong.
 */
public final class ChargingBenchmark {

    private final ChargingSettings settings;
    private final List<Bound> bounds = new ArrayList<>();
    private long debits;

    private ChargingBenchmark(ChargingSettings settings) {
        this.settings = settings;
    }

    /** See {@code docs/how-to/benchmarks.md}. */
    public static void main(String[] arguments) {
        System.exit(new ChargingBenchmark(ChargingSettings.of(arguments)).run() ? 0 : 1);
    }

    private boolean run() {
        inProcess();
        overHttp();
        ChargingTable.verdict(debits, bounds);
        return bounds.stream().allMatch(Bound::holds);
    }

    private void inProcess() {
        try (InProcess inProcess = new InProcess(settings)) {
            bounds.addAll(inProcess.run());
            debits += inProcess.check();
        }
    }

    private void overHttp() {
        try (OverHttp overHttp = new OverHttp(settings)) {
            bounds.addAll(overHttp.run());
            debits += overHttp.check();
        }
    }
}
