package dev.refill.local.issuer;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.springframework.util.MultiValueMap;

/** The parameters of a request. Empty values count as absent (RFC 6749, 3.1). */
record Parameters(MultiValueMap<String, String> all) {

    Optional<String> one(String name) {
        return all.getOrDefault(name, List.of()).stream().filter(value -> !value.isEmpty()).findFirst();
    }

    String orEmpty(String name) {
        return one(name).orElse("");
    }

    /** Whether some parameter was sent twice, which nobody may do. */
    boolean anyTwice() {
        return all.values().stream().anyMatch(values -> values.size() > 1);
    }

    /** The scopes that are asked for, in their order; none if there is no such parameter. */
    Set<String> scopes() {
        return Arrays.stream(orEmpty("scope").split(" ", -1))
                .filter(scope -> !scope.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
