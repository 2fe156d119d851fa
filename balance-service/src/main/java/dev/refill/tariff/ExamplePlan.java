package dev.refill.tariff;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import dev.refill.tariff.file.PlanReading;
import dev.refill.tariff.file.ReadPlan;

/** The plan that comes with the product, for trials, tests and as a beginning of one's own. */
public final class ExamplePlan {

    private static final String FILE = "/tariffs/classic.yaml";

    private ExamplePlan() {}

    /** Reads it from the class path; blocking. */
    public static TariffPlan read() {
        return switch (ReadPlan.read(file())) {
            case PlanReading.Valid(TariffPlan plan) -> plan;
            case PlanReading.Invalid(var problems) ->
                throw new IllegalStateException(FILE + ": " + problems + " (expected: a valid plan)");
        };
    }

    private static String file() {
        try (InputStream file = ExamplePlan.class.getResourceAsStream(FILE)) {
            return new String(Objects.requireNonNull(file, FILE).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(FILE, unreadable);
        }
    }
}
