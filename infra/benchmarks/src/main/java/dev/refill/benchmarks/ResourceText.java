package dev.refill.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Text that lies beside a class. */
public final class ResourceText {

    private ResourceText() {}

    /** Reads it; blocking. */
    public static String beside(Class<?> type, String name) {
        try (InputStream text = Objects.requireNonNull(type.getResourceAsStream(name), name)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
