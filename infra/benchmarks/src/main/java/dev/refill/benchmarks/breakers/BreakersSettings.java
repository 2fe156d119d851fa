package dev.refill.benchmarks.breakers;

/**
 * How long and how hard is measured.
 *
 * @param seconds with both gateways healthy, and again with one of them slow
 * @param warmUp seconds before
 * @param rate orders a second in all
 * @param others of them, those at the gateway that stays healthy
 */
record BreakersSettings(int seconds, int warmUp, int rate, int others) {

    private static final String USAGE = "--seconds=60 --warm-up=60 --rate=300 --others=60";

    BreakersSettings {
        if (seconds < 1 || warmUp < 1 || others < 1 || rate <= others) {
            throw new IllegalArgumentException(seconds + ", " + warmUp + ", " + rate + ", " + others
                    + " (expected: all above zero, and more orders in all than at the other gateway)");
        }
    }

    /** @throws IllegalArgumentException if one cannot be read */
    static BreakersSettings of(String... arguments) {
        var settings = new BreakersSettings(60, 60, 300, 60);
        for (String argument : arguments) {
            settings = settings.with(argument);
        }
        return settings;
    }

    private BreakersSettings with(String argument) {
        String[] parts = argument.split("=", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException(argument + " (expected: " + USAGE + ")");
        }
        int value = Integer.parseInt(parts[1]);
        return switch (parts[0]) {
            case "--seconds" -> new BreakersSettings(value, warmUp, rate, others);
            case "--warm-up" -> new BreakersSettings(seconds, value, rate, others);
            case "--rate" -> new BreakersSettings(seconds, warmUp, value, others);
            case "--others" -> new BreakersSettings(seconds, warmUp, rate, value);
            default -> throw new IllegalArgumentException(argument + " (expected: " + USAGE + ")");
        };
    }
}
