package dev.refill.tariff.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Copies maps that nobody can change, in the order in which the plan's author wrote them. */
final class Ordered {

    private Ordered() {}

    static <V> Map<String, V> copy(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
