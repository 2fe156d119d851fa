package dev.refill.benchmarks.ledger;

import java.util.Arrays;
import java.util.List;

/**
 * How long and how hard is measured.
 *
 * @param seconds of each measurement
 * @param runs over all measurements
 * @param warmUp seconds of each way of the JVM before the first run
 * @param callers one measurement of the JVM's ways for each; 1 and 256 are among them, as the verdict is about these
 * @param pool connections of the JVM's ways
 */
record LedgerSettings(int seconds, int runs, int warmUp, List<Integer> callers, int pool) {

    private static final String USAGE = "--seconds=3 --runs=5 --warm-up=5 --callers=1,16,64,256,1024 --pool=16";

    LedgerSettings {
        if (seconds < 1 || runs < 1 || warmUp < 1 || pool < 1 || !callers.containsAll(List.of(1, 256))) {
            throw new IllegalArgumentException(seconds + ", " + runs + ", " + warmUp + ", " + callers + ", " + pool
                    + " (expected: all above zero, 1 and 256 among the callers)");
        }
    }

    static LedgerSettings of(String... arguments) {
        var settings = new LedgerSettings(3, 5, 5, List.of(1, 16, 64, 256, 1024), 16);
        for (String argument : arguments) {
            settings = settings.with(argument.split("=", 2));
        }
        return settings;
    }

    private LedgerSettings with(String[] parts) {
        String value = parts.length == 2 ? parts[1] : "";
        return switch (parts[0]) {
            case "--seconds" -> new LedgerSettings(Integer.parseInt(value), runs, warmUp, callers, pool);
            case "--runs" -> new LedgerSettings(seconds, Integer.parseInt(value), warmUp, callers, pool);
            case "--warm-up" -> new LedgerSettings(seconds, runs, Integer.parseInt(value), callers, pool);
            case "--callers" -> new LedgerSettings(seconds, runs, warmUp,
                    Arrays.stream(value.split(",", -1)).map(Integer::valueOf).toList(), pool);
            case "--pool" -> new LedgerSettings(seconds, runs, warmUp, callers, Integer.parseInt(value));
            default -> throw new IllegalArgumentException(parts[0] + " (expected: " + USAGE + ")");
        };
    }
}
