package dev.refill.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * How long and how hard is measured.
 *
 * @param seconds of each measurement
 * @param warmUp seconds before the first one
 * @param connections one measurement of orders for each
 * @param scale of pgbench; one is 100,000 accounts
 * @param profile where the application leaves a flight recording
 * @param application further settings of the application, {@code name=value}
 */
record Settings(int seconds, int warmUp, List<Integer> connections, int scale, @Nullable Path profile,
        List<String> application) {

    static final String USAGE = "--seconds=10 --warm-up=150 --connections=1,16,64,128,256 --scale=20"
            + " --profile=file.jfr --app.name=value";

    static Settings of(String... arguments) {
        Settings settings = new Settings(10, 150, List.of(1, 16, 64, 128, 256), 20, null, List.of());
        for (String argument : arguments) {
            settings = settings.with(argument);
        }
        return settings;
    }

    private Settings with(String argument) {
        String[] parts = argument.split("=", 2);
        if (parts.length != 2) {
            throw new IllegalArgumentException(argument + " (expected: " + USAGE + ")");
        }
        String value = parts[1];
        return switch (parts[0]) {
            case "--seconds" ->
                new Settings(Integer.parseInt(value), warmUp, connections, scale, profile, application);
            case "--warm-up" ->
                new Settings(seconds, Integer.parseInt(value), connections, scale, profile, application);
            case "--connections" -> new Settings(seconds, warmUp,
                    Arrays.stream(value.split(",", -1)).map(Integer::valueOf).toList(), scale, profile, application);
            case "--scale" ->
                new Settings(seconds, warmUp, connections, Integer.parseInt(value), profile, application);
            case "--profile" ->
                new Settings(seconds, warmUp, connections, scale, Path.of(value).toAbsolutePath(), application);
            default -> forApplication(argument);
        };
    }

    private Settings forApplication(String argument) {
        if (!argument.startsWith("--app.")) {
            throw new IllegalArgumentException(argument + " (expected: " + USAGE + ")");
        }
        List<String> more = Stream.concat(application.stream(),
                Stream.of("--" + argument.substring("--app.".length()))).toList();
        return new Settings(seconds, warmUp, connections, scale, profile, more);
    }
}
