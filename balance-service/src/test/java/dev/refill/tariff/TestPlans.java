package dev.refill.tariff;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import dev.refill.tariff.file.PlanReading;
import dev.refill.tariff.file.ReadPlan;

/** The plans of the tests, as files and read. */
public final class TestPlans {

    private TestPlans() {}

    /** One beside the rating table, or the example. */
    public static TariffPlan named(String name) {
        return name.equals("classic") ? ExamplePlan.read() : read(file("/dev/refill/tariff/" + name + ".yaml"));
    }

    public static TariffPlan read(String file) {
        return switch (ReadPlan.read(file)) {
            case PlanReading.Valid(TariffPlan plan) -> plan;
            case PlanReading.Invalid(var problems) -> throw new IllegalArgumentException(problems.toString());
        };
    }

    public static String file(String name) {
        try (InputStream file = TestPlans.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
