package dev.refill.testkit.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.testkit.gateway.Begun.Ended;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code infra/bin/new-gateway}, in a copy of what it reads and writes. */
class NewGatewayTest {

    /** Has the template's own word in it, which must not be replaced twice. */
    private static final String NAME = "acmetrial";
    private static final String MODULES = "gateway-adapters/pom.xml";
    private static final String APPLICATION = "recharge-orchestrator/app/pom.xml";
    private static final String MODULE = "gateway-adapters/gateway-" + NAME + "/";

    /** Holds from the beginning: what the template declares, it has the contracts of. */
    private static final String DECLARED = "capabilitiesThenThoseWhoseContractsAreImplemented()";

    private static final Path CHECKOUT = Path.of("").toAbsolutePath().resolve("../..").normalize();

    @TempDir
    private Path copy;
    private List<String> newGatewaySaid = List.of();

    @BeforeEach
    void copied() throws IOException {
        for (var path : List.of("infra/bin/new-gateway", "infra/templates", MODULES, APPLICATION,
                "gateway-adapters/gateway-stripe/pom.xml")) {
            copied(CHECKOUT.resolve(path));
        }
    }

    @Test
    void newGatewayThenAModuleOfItsOwnAndTwoLinesOutsideOfIt() throws IOException {
        var before = files(copy);
        assertThat(newGateway(NAME)).as(String.join("\n", newGatewaySaid)).isZero();
        var after = files(copy);
        var changed = after.keySet().stream()
                .filter(file -> !file.startsWith(MODULE))
                .filter(file -> !Objects.equals(after.get(file), before.get(file)))
                .toList();
        assertThat(changed).containsExactlyInAnyOrder(MODULES, APPLICATION);
        assertThat(after.keySet()).containsAll(before.keySet());
        assertThat(added(before, after, MODULES)).isEqualTo("<module>gateway-acmetrial</module>");
        assertThat(added(before, after, APPLICATION)).contains("<artifactId>gateway-acmetrial</artifactId>");
        assertThat(after.entrySet()).filteredOn(file -> file.getKey().startsWith(MODULE)).isNotEmpty()
                .noneSatisfy(file -> assertThat(file.getValue()).containsPattern("(?i)acme(?!trial)"));
    }

    /** Who knows one adapter finds everything in the next. */
    @Test
    void newGatewayThenItsFilesAreNamedLikeThoseOfEveryAdapter() throws IOException {
        assertThat(newGateway(NAME)).isZero();
        var names = names(copy.resolve(MODULE), NAME);
        var shared = new HashSet<>(names(CHECKOUT.resolve("gateway-adapters/gateway-stripe"), "stripe"));
        for (var adapter : adapters()) {
            shared.retainAll(names(CHECKOUT.resolve("gateway-adapters/gateway-" + adapter), adapter));
        }
        assertThat(shared).contains("%Gateway.java", "%Errors.java", "%WireMockContractTest.java");
        assertThat(names).containsAll(shared);
    }

    @Test
    void newGatewayThenItsContractTestsRunAndFailAndSayWhatIsToBeWritten() throws Exception {
        assertThat(newGateway(NAME)).isZero();
        try (var begun = Begun.compiled(copy.resolve(MODULE), "dev.refill.gateways." + NAME)) {
            var contracts = new ArrayList<>(begun.run("AcmetrialWireMockContractTest"));
            contracts.addAll(begun.run("AcmetrialWebhooksTest"));
            assertThat(contracts).extracting(Ended::name).contains(DECLARED);
            assertThat(contracts).hasSizeGreaterThan(60).filteredOn(test -> !test.name().equals(DECLARED))
                    .allSatisfy(test -> assertThat(test.failure()).as(test.name()).isNotNull()
                            .hasMessageContaining("is to be written"));
            assertThat(begun.run("AcmetrialDeclinesTest")).filteredOn(test -> test.failure() != null).hasSize(2)
                    .allSatisfy(test -> assertThat(test.failure()).hasMessageContaining("is to be written"));
        }
    }

    @Test
    void newGatewayThenWhatCanBeWrittenForEveryProviderIsWritten() throws Exception {
        assertThat(newGateway(NAME)).isZero();
        try (var begun = Begun.compiled(copy.resolve(MODULE), "dev.refill.gateways." + NAME)) {
            for (var test : List.of("AcmetrialGatewayConfigurationTest", "AcmetrialAmountsTest")) {
                assertThat(begun.run(test)).isNotEmpty()
                        .allSatisfy(each -> assertThat(each.failure()).as(each.name()).isNull());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "Acme", "x", "9pay", "acme-pay", "acme_pay", "../acme", "acme/pay", "a b",
            "ab\ncd",
            "$(id)", "-x", "ÿpay", "int", "this", "a234567890123456789012345"})
    void newGatewayWhenNoNameThenRefusedAndNothingIsWritten(String name) throws IOException {
        var before = files(copy);
        assertThat(newGateway(name)).isEqualTo(1);
        assertThat(newGatewaySaid).singleElement().asString().contains("NAME: ", "(expected: ");
        assertThat(files(copy)).isEqualTo(before);
    }

    @Test
    void newGatewayWhenThereIsOneThenRefusedAndNothingIsWritten() throws IOException {
        var before = files(copy);
        for (var name : List.of("stripe", "api", "testkit")) {
            assertThat(newGateway(name)).isEqualTo(1);
            assertThat(newGatewaySaid).singleElement().asString().contains(name + " has a module already");
        }
        assertThat(files(copy)).isEqualTo(before);
    }

    @Test
    void newGatewayWhenALineHasNoPlaceThenNothingIsWritten() throws IOException {
        Files.writeString(copy.resolve(APPLICATION), "<project/>\n");
        var before = files(copy);
        assertThat(newGateway(NAME)).isEqualTo(1);
        assertThat(files(copy)).isEqualTo(before);
    }

    private int newGateway(String name) throws IOException {
        var process = new ProcessBuilder("bash", "infra/bin/new-gateway", name).directory(copy.toFile())
                .redirectErrorStream(true)
                .start();
        try (var said = process.inputReader()) {
            newGatewaySaid = said.lines().toList();
            return process.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void copied(Path path) throws IOException {
        try (var files = Files.walk(path)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = copy.resolve(CHECKOUT.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    private static Map<String, String> files(Path root) throws IOException {
        var contents = new TreeMap<String, String>();
        try (var files = Files.walk(root)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                contents.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return contents;
    }

    /** The one line by which a file has grown. */
    private static String added(Map<String, String> before, Map<String, String> after, String file) {
        var old = before.getOrDefault(file, "").lines().toList();
        var lines = after.getOrDefault(file, "").lines().collect(Collectors.toCollection(ArrayList::new));
        var line = 0;
        while (line < old.size() && lines.get(line).equals(old.get(line))) {
            line++;
        }
        var grown = lines.remove(line);
        assertThat(lines).isEqualTo(old);
        return grown.strip();
    }

    private static List<String> adapters() throws IOException {
        try (var folders = Files.list(CHECKOUT.resolve("gateway-adapters"))) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(folder -> folder.startsWith("gateway-"))
                    .map(folder -> folder.substring("gateway-".length()))
                    .filter(name -> !Set.of("api", "testkit").contains(name))
                    .toList();
        }
    }

    /** File names of Java code, with the adapter's own part as {@code %}. */
    private static Set<String> names(Path module, String adapter) throws IOException {
        try (var files = Files.walk(module.resolve("src"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replaceAll("(?i)" + adapter, "%"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
