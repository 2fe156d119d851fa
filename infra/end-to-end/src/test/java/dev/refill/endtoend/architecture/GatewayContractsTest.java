package dev.refill.endtoend.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/generated/gateways.md} is made of what the contract tests of the adapters did, as the contract kit reports it
 * beside their other test reports. A build of all modules has the reports by the time that this test runs;
 * docs/how-to/add-a-gateway.md has the command that runs no more than these.
 */
class GatewayContractsTest {

    private static final Path ADAPTERS = Path.of("").toAbsolutePath().resolve("../../gateway-adapters").normalize();
    private static final Pattern MODULE = Pattern.compile("<module>gateway-(?!api<|testkit<)(\\w+)</module>");
    private static final String CAPABILITIES = "capabilities";

    /** The word that names of contract tests begin with, and what it is about. */
    private static final Map<String, String> OPERATIONS = inOrder(
            "charge", "charge",
            "lookup", "look up a payment",
            "cancel", "close an unpaid payment",
            "refund", "refund",
            "lookupRefund", "look up a refund",
            "events", "read the provider's events",
            "settlement", "read what was paid out",
            "paymentKey", "find our key of a payment",
            "savedCard", "know which card was kept",
            "forget", "forget a kept card",
            "verify", "verify a webhook",
            "translate", "translate a webhook",
            "exchange", "keep secrets out of logs");

    /** @param test the name of the method */
    private record Row(String gateway, String contract, String test, int run, int passed) {

        boolean isOf(String operation) {
            return test.matches(Pattern.quote(operation) + "(?![a-z]).*")
                    && OPERATIONS.keySet().stream().noneMatch(other -> other.length() > operation.length()
                            && other.startsWith(operation) && isOf(other));
        }
    }

    @Test
    void pageOfWhatGatewaysCanDoIsUpToDate() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String gateway : gateways()) {
            rows.addAll(reported(gateway));
        }
        assertThat(rows).filteredOn(row -> !row.test().startsWith(CAPABILITIES))
                .allSatisfy(row -> assertThat(OPERATIONS.keySet().stream().filter(row::isOf)).as(row.test())
                        .hasSize(1));
        GeneratedDocsTest.compareOrWrite("gateways.md", page(rows));
    }

    /** Each adapter has run the test by which what it declares is tested; see {@code GatewayContract}. */
    private static List<Row> reported(String gateway) throws IOException {
        Path built = ADAPTERS.resolve("gateway-" + gateway).resolve("target");
        List<Path> reports = files(built.resolve("contracts"));
        assertThat(reports).as("reports of the contract tests of gateway-%s: run them before", gateway)
                .isNotEmpty();
        List<Row> rows = new ArrayList<>();
        for (Path report : reports) {
            assertThat(Files.getLastModifiedTime(report)).as("%s is older than what it tested: run its tests", report)
                    .isGreaterThanOrEqualTo(newest(built));
            for (String line : Files.readAllLines(report)) {
                String[] cells = line.split(",", -1);
                rows.add(new Row(gateway, cells[0], cells[1], Integer.parseInt(cells[2]), Integer.parseInt(cells[3])));
            }
        }
        assertThat(rows).as("gateway-%s", gateway)
                .anyMatch(row -> row.test().startsWith(CAPABILITIES) && row.run() == row.passed());
        return rows;
    }

    private static String page(List<Row> rows) throws IOException {
        return """
                # What each gateway can do

                Made by `GatewayContractsTest` of what the contract tests of the adapters did: tests passed, of those run. A dash:
                the provider has no such thing, or cannot be asked. That a gateway declares nothing which its contracts do not
                test, and has no contract for what it does not declare, is a contract test itself. What the tests are about, their
                names say, in `gateway-adapters/gateway-testkit`.

                """
                + table("operation", OPERATIONS.entrySet().stream()
                        .map(operation -> line(operation.getValue(), rows, row -> row.isOf(operation.getKey())))
                        .toList())
                + "\n## By contract\n\n"
                + table("contract", new TreeSet<>(rows.stream().map(Row::contract).toList()).stream()
                        .map(contract -> line("`" + contract + "`", rows, row -> row.contract().equals(contract)))
                        .toList())
                + "\n" + total(rows);
    }

    private static String total(List<Row> rows) throws IOException {
        return "In all %d of %d tests of %d gateways, of %d operations.\n".formatted(
                rows.stream().mapToInt(Row::passed).sum(), rows.stream().mapToInt(Row::run).sum(), gateways().size(),
                OPERATIONS.size());
    }

    private static String table(String first, List<String> lines) throws IOException {
        return "| " + first + " | " + String.join(" | ", gateways()) + " |\n"
                + "|---" + "|---:".repeat(gateways().size()) + "|\n" + String.join("", lines);
    }

    private static String line(String name, List<Row> rows, Predicate<Row> of) {
        Map<String, String> cells = new TreeMap<>();
        for (String gateway : new TreeSet<>(rows.stream().map(Row::gateway).toList())) {
            List<Row> about = rows.stream().filter(row -> row.gateway().equals(gateway)).filter(of).toList();
            int run = about.stream().mapToInt(Row::run).sum();
            cells.put(gateway, run == 0 ? "—" : about.stream().mapToInt(Row::passed).sum() + " of " + run);
        }
        return "| " + name + " | " + String.join(" | ", cells.values()) + " |\n";
    }

    private static List<String> gateways() throws IOException {
        return MODULE.matcher(Files.readString(ADAPTERS.resolve("pom.xml"))).results()
                .map(module -> module.group(1))
                .sorted()
                .toList();
    }

    private static FileTime newest(Path built) throws IOException {
        FileTime newest = FileTime.fromMillis(0);
        for (String classes : List.of("classes", "test-classes")) {
            try (Stream<Path> files = Files.walk(built.resolve(classes))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    FileTime modified = Files.getLastModifiedTime(file);
                    newest = modified.compareTo(newest) > 0 ? modified : newest;
                }
            }
        }
        return newest;
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted(Comparator.naturalOrder()).toList();
        }
    }

    private static Map<String, String> inOrder(String... words) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int each = 0; each < words.length; each += 2) {
            map.put(words[each], words[each + 1]);
        }
        return map;
    }
}
