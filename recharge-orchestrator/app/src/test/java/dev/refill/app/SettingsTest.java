package dev.refill.app;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

import static org.assertj.core.api.Assertions.assertThat;

/** The settings table names every setting of every module with its default, and no other. */
class SettingsTest {

    private static final Path TABLE = Path.of("../../docs/how-to/settings.md");
    private static final Pattern ROW = Pattern.compile("^\\| `(refill\\.[^`]+)` \\| (?:`([^`]*)`|–) \\| \\S.*");
    private static final String NO_DEFAULT = "–";
    /** Read before the settings are bound, so no record holds it. */
    private static final Map<String, String> BY_HAND = Map.of("refill.mode", "production");

    @Test
    void tableNamesEverySettingWithItsDefault() throws IOException {
        Map<String, String> settings = new TreeMap<>(BY_HAND);
        records().forEach(type -> collect(type, type.getAnnotation(ConfigurationProperties.class).value(), settings));
        assertThat(documented()).as("rows of " + TABLE).containsExactlyInAnyOrderEntriesOf(settings);
    }

    @Test
    void everySettingHasItsOwnRow() throws IOException {
        Set<String> seen = new TreeSet<>();
        try (Stream<String> lines = Files.lines(TABLE)) {
            assertThat(lines.map(ROW::matcher).filter(Matcher::matches).map(row -> row.group(1))
                    .filter(name -> !seen.add(name)))
                    .isEmpty();
        }
    }

    private static Map<String, String> documented() throws IOException {
        try (Stream<String> lines = Files.lines(TABLE)) {
            return lines.map(ROW::matcher)
                    .filter(Matcher::matches)
                    .collect(Collectors.toMap(row -> row.group(1),
                            row -> row.group(2) == null ? NO_DEFAULT : row.group(2), (first, second) -> first));
        }
    }

    private static Stream<? extends Class<?>> records() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        return scanner.findCandidateComponents("dev.refill").stream()
                .map(found -> found.getBeanClassName())
                .map(SettingsTest::load);
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void collect(Class<?> type, String prefix, Map<String, String> settings) {
        Constructor<?> canonical = type.getDeclaredConstructors()[0];
        for (Parameter setting : canonical.getParameters()) {
            String name = prefix + "." + kebab(setting.getName());
            if (setting.getType().isRecord()) {
                collect(setting.getType(), name, settings);
            } else {
                settings.put(name, defaultOf(setting));
            }
        }
    }

    private static String defaultOf(Parameter setting) {
        DefaultValue given = setting.getAnnotation(DefaultValue.class);
        return given == null || given.value().length == 0
                ? NO_DEFAULT
                : Arrays.stream(given.value()).collect(Collectors.joining(", "));
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }
}
