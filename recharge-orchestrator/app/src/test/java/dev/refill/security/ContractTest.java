package dev.refill.security;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.yaml.snakeyaml.Yaml;

import dev.refill.security.Row.Access;

import static org.assertj.core.api.Assertions.assertThat;

/** The written contract has the endpoints of the authorization table, which is held to the running application. */
class ContractTest {

    @Test
    void contractNamesEveryEndpointOfTheApiWithItsScope() {
        Map<String, String> table = AuthorizationTable.ROWS.stream()
                .filter(row -> row.path().startsWith("/v1/"))
                .collect(Collectors.toMap(Row::endpoint, ContractTest::scope));
        Map<String, String> contract = new TreeMap<>();
        child(contract(), "paths").forEach((path, item) -> map(item).forEach((method, operation) -> {
            if (!method.equals("parameters")) {
                contract.put(method.toUpperCase(Locale.ROOT) + " " + path, requiredScope(map(operation)));
            }
        }));
        assertThat(contract).containsExactlyInAnyOrderEntriesOf(table);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        Map<String, Object> contract = contract();
        references(contract).forEach(reference -> {
            Object found = contract;
            for (String step : reference.substring("#/".length()).split("/", -1)) {
                found = map(found).get(step);
                assertThat(found).as(reference).isNotNull();
            }
        });
    }

    private static String scope(Row row) {
        return switch (row.access()) {
            case Access.Token token -> token.scope();
            case Access.Open open -> "open";
            case Access.Form form -> "form";
            case Access.SignIn signIn -> "sign-in";
        };
    }

    private static String requiredScope(Map<String, Object> operation) {
        List<?> alternatives = (List<?>) operation.getOrDefault("security", List.of());
        assertThat(alternatives).hasSize(1);
        List<?> scopes = (List<?>) Objects.requireNonNull(map(alternatives.getFirst()).get("oauth2"));
        assertThat(scopes).hasSize(1);
        return String.valueOf(scopes.getFirst());
    }

    private static List<String> references(Object node) {
        return switch (node) {
            case Map<?, ?> map -> map.entrySet().stream()
                    .flatMap(entry -> "$ref".equals(entry.getKey())
                            ? List.of(String.valueOf(entry.getValue())).stream()
                            : references(String.valueOf(entry.getKey()), entry.getValue()).stream())
                    .toList();
            case List<?> list -> list.stream().flatMap(item -> references("", item).stream()).toList();
            default -> List.of();
        };
    }

    private static List<String> references(String name, Object node) {
        return node == null || name.equals("example") || name.equals("value") ? List.of() : references(node);
    }

    private static Map<String, Object> contract() {
        try (InputStream contract = new ClassPathResource("reference/openapi.yaml").getInputStream()) {
            return map(new Yaml().load(contract));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> child(Map<String, Object> node, String name) {
        return map(node.get(name));
    }

    @SuppressWarnings("unchecked") // YAML mappings have text keys here.
    private static Map<String, Object> map(@Nullable Object node) {
        return (Map<String, Object>) Objects.requireNonNull(node);
    }
}
