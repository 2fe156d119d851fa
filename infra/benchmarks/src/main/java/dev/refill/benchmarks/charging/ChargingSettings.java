package dev.refill.benchmarks.charging;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * How long and how hard is measured.
 *
 * @param seconds of each measurement
 * @param runs over all measurements
 * @param warmUp seconds, in process and again over HTTP
 * @param callers one measurement in process for each
 * @param connections one measurement of everything over HTTP for each
 * @param buckets one database for each of these numbers, the fewest first
 * @param profile where the application leaves a flight recording
 */
record ChargingSettings(int seconds, int runs, int warmUp, List<Integer> callers, List<Integer> connections,
        List<Integer> buckets, @Nullable Path profile) {

    private static final String USAGE = "--seconds=4 --runs=3 --warm-up=60 --callers=1,64,256,1024"
            + " --connections=1,16,64,256 --buckets=10000,1000000 --large --profile=file.jfr";
    private static final int MANY_BUCKETS = 10_000_000;

    ChargingSettings {
        boolean positive = Stream.of(callers, connections, buckets)
                .allMatch(all -> all.stream().allMatch(one -> one > 0));
        if (seconds < 1 || runs < 1 || warmUp < 1 || !positive) {
            throw new IllegalArgumentException("a number below one (expected: " + USAGE + ")");
        }
        buckets = buckets.stream().sorted().distinct().toList();
    }

    static ChargingSettings of(String... arguments) {
        var settings = new ChargingSettings(4, 3, 60, List.of(1, 64, 256, 1024), List.of(1, 16, 64, 256),
                List.of(10_000, 1_000_000), null);
        for (String argument : arguments) {
            settings = settings.with(argument.split("=", 2));
        }
        return settings;
    }

    private ChargingSettings with(String[] parts) {
        String value = parts.length == 2 ? parts[1] : "";
        return switch (parts[0]) {
            case "--seconds" ->
                new ChargingSettings(Integer.parseInt(value), runs, warmUp, callers, connections, buckets, profile);
            case "--runs" ->
                new ChargingSettings(seconds, Integer.parseInt(value), warmUp, callers, connections, buckets, profile);
            case "--warm-up" ->
                new ChargingSettings(seconds, runs, Integer.parseInt(value), callers, connections, buckets, profile);
            case "--callers" ->
                new ChargingSettings(seconds, runs, warmUp, numbers(value), connections, buckets, profile);
            case "--connections" ->
                new ChargingSettings(seconds, runs, warmUp, callers, numbers(value), buckets, profile);
            case "--buckets" ->
                new ChargingSettings(seconds, runs, warmUp, callers, connections, numbers(value), profile);
            case "--large" -> new ChargingSettings(seconds, runs, warmUp, callers, connections,
                    Stream.concat(buckets.stream(), Stream.of(MANY_BUCKETS)).toList(), profile);
            case "--profile" -> new ChargingSettings(seconds, runs, warmUp, callers, connections, buckets,
                    Path.of(value).toAbsolutePath());
            default -> throw new IllegalArgumentException(parts[0] + " (expected: " + USAGE + ")");
        };
    }

    private static List<Integer> numbers(String value) {
        return Arrays.stream(value.split(",", -1)).map(Integer::valueOf).toList();
    }
}
