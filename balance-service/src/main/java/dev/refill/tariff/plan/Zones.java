package dev.refill.tariff.plan;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which destinations belong together. A number with {@code +} is international and meets prefixes with {@code +} only; one
 * without is a short code, and 911 is not in India.
 *
 * @param zoneOf the zone of each prefix
 */
public record Zones(Map<String, String> zoneOf) {

    /** How destinations and their prefixes look. */
    public static final String NUMBER = "up to 15 digits, with a + before them if international";

    private static final Pattern FORM = Pattern.compile("\\+?[0-9]{1,15}");

    /** The longest prefix that a destination begins with, and its zone. */
    public record Match(String prefix, String zone) {}

    public Zones {
        zoneOf = Ordered.copy(zoneOf);
        zoneOf.keySet().forEach(Zones::requirePrefix);
    }

    private static void requirePrefix(String prefix) {
        if (!isNumber(prefix)) {
            throw new IllegalArgumentException("prefix: " + prefix + " (expected: " + NUMBER + ")");
        }
    }

    public static boolean isNumber(String text) {
        return FORM.matcher(text).matches();
    }

    /** Empty: no zone has a prefix of the destination. */
    public Optional<Match> match(String destination) {
        for (int length = destination.length(); length > 0; length--) {
            String prefix = destination.substring(0, length);
            String zone = zoneOf.get(prefix);
            if (zone != null) {
                return Optional.of(new Match(prefix, zone));
            }
        }
        return Optional.empty();
    }

    public Set<String> names() {
        return Set.copyOf(zoneOf.values());
    }
}
