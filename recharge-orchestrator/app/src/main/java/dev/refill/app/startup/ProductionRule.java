package dev.refill.app.startup;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

/**
 * What a setting must be in production.
 *
 * @param property its name
 * @param needed whether it must be set
 * @param holds whether a value of it will do
 * @param expected what will do, for people
 */
record ProductionRule(String property, boolean needed, Predicate<String> holds, String expected) {

    private static final int SHORTEST_SECRET = 12;

    /** Words in the secrets that the local stack, its sandbox provider and our examples use; "Sandbox" in hexadecimal, too. */
    private static final Pattern NO_SECRET = Pattern.compile(
            "sandbox|local|example|changeme|portal-secret|53616e64626f78", Pattern.CASE_INSENSITIVE);

    static ProductionRule https(String property, boolean needed) {
        return new ProductionRule(property, needed, value -> value.startsWith("https://"), "an https:// address");
    }

    static ProductionRule secret(String property, boolean needed) {
        return new ProductionRule(property, needed, ProductionRule::isSecret,
                "a secret of your own, 12 characters or more");
    }

    /** What a provider knows us by and is no secret, though the sandbox's stands in everything that it signs. */
    static ProductionRule own(String property) {
        return new ProductionRule(property, false, value -> !NO_SECRET.matcher(value).find(), "an id of your own");
    }

    /** Test keys move no money, and the recharges they pay would be credited for nothing. */
    static ProductionRule liveKey(String property) {
        return new ProductionRule(property, true, value -> !value.matches("[a-z]+_test_.*"), "a live key");
    }

    /** The same holds for a sandbox that is told by its name. */
    static ProductionRule market(String property) {
        return new ProductionRule(property, false, value -> !value.equalsIgnoreCase("sandbox"), "a market's name");
    }

    /** A relaxation for trials. */
    static ProductionRule off(String property) {
        return new ProductionRule(property, false, "false"::equalsIgnoreCase, "false");
    }

    /** A gateway that is not live moves no money, as with test keys. */
    static ProductionRule on(String property) {
        return new ProductionRule(property, false, "true"::equalsIgnoreCase, "true");
    }

    private static boolean isSecret(String value) {
        return value.length() >= SHORTEST_SECRET && !NO_SECRET.matcher(value).find();
    }

    /** What is wrong, never with the value: it may be a secret. */
    Optional<String> breach(Binder settings) {
        List<String> values = settings.bind(property, Bindable.listOf(String.class)).orElse(List.of());
        if (values.isEmpty()) {
            return needed ? Optional.of(property + " is not set (expected: " + expected + ")") : Optional.empty();
        }
        return values.stream().allMatch(holds)
                ? Optional.empty()
                : Optional.of(property + " is not fit for production (expected: " + expected + ")");
    }
}
