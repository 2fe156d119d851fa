package dev.refill.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.testsupport.JavaProcess;
import dev.refill.testsupport.books.LeftBooks;

import static org.assertj.core.api.Assertions.assertThat;

/** The local stack as a newcomer meets it: a process of its own, started, used, killed, started again, stopped. */
class LocalStackIT {

    private static final Duration LONGEST = Duration.ofMinutes(3);

    @TempDir
    private Path data;

    private final List<Integer> ports = freePorts(5);
    private final int portal = ports.get(0);
    private final int management = ports.get(1);
    private final int sandbox = ports.get(2);
    private final int issuer = ports.get(3);
    private final int receiver = ports.get(4);

    @Test
    void printedCommandRechargesAndNothingIsLostOrLeftWhenTheProcessIsKilled() throws Exception {
        String order;
        try (JavaProcess stack = start()) {
            stack.awaitLine("Ctrl-C stops everything", LONGEST);
            JsonNode recharge = JsonMapper.shared().readTree(shell(printedCommand(stack)));
            order = recharge.path("id").asString();
            assertThat(order).as(recharge.toString()).startsWith("rch_");
            assertThat(recharge.path("msisdn").asString()).isEqualTo("+12025550101");
            String told = "evt_" + order.substring("rch_".length());
            assertThat(stack.awaitLine("The demo receiver got " + told, LONGEST)).endsWith(": genuine");
            assertThat(shell("curl -s http://localhost:" + receiver)).contains(told, "genuine");
            leaveBooks();
            stack.kill();
        }
        try (JavaProcess stack = start()) {
            stack.awaitLine("Ctrl-C stops everything", LONGEST);
            assertThat(postmasters()).hasSize(1);
            assertThat(look(order).statusCode()).isEqualTo(200);
            assertThat(stack.terminate(LONGEST)).isEqualTo(128 + 15);
            assertThat(postmasters()).isEmpty();
            assertThat(freeAgain(ports)).isTrue();
        }
    }

    @Test
    void portThatIsTakenIsNamedWithItsProperty() throws IOException {
        try (ServerSocket taken = new ServerSocket(issuer, 1, InetAddress.getLoopbackAddress());
                JavaProcess stack = start()) {
            assertThat(stack.awaitLine("is taken by another program", LONGEST))
                    .isEqualTo("Port %d (refill.local.issuer.port) is taken by another program.".formatted(issuer));
            assertThat(stack.awaitLine("mvn spring-boot:run", LONGEST))
                    .isEqualTo("    REFILL_LOCAL_ISSUER_PORT=%d mvn spring-boot:run".formatted(issuer + 1));
            assertThat(stack.awaitEnd(LONGEST)).isEqualTo(1);
            assertThat(taken.isBound()).isTrue();
        }
        assertThat(postmasters()).isEmpty();
    }

    private JavaProcess start() {
        return JavaProcess.start(LocalStack.class,
                "--refill.local.data=" + data,
                "--server.port=" + portal,
                "--management.server.port=" + management,
                "--refill.local.sandbox.port=" + sandbox,
                "--refill.local.issuer.port=" + issuer,
                "--refill.local.receiver.port=" + receiver);
    }

    /** As the stack's own superuser, whose password is kept with the data. */
    private void leaveBooks() throws IOException {
        Path server = data.resolve("postgres");
        String port = Files.readAllLines(server.resolve("pgdata").resolve("postmaster.pid")).get(3).strip();
        LeftBooks.of("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres",
                Files.readString(server.resolve("password"))).close();
    }

    private static String printedCommand(JavaProcess stack) {
        List<String> lines = stack.output();
        int first = lines.indexOf(lines.stream().filter(line -> line.startsWith("curl ")).findFirst().orElseThrow());
        List<String> command = new ArrayList<>();
        for (String line : lines.subList(first, lines.size())) {
            command.add(line);
            if (!line.endsWith("\\")) {
                return String.join("\n", command);
            }
        }
        throw new AssertionError("the command has no end: " + command);
    }

    private static String shell(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    private HttpResponse<String> look(String order) throws IOException, InterruptedException {
        String token = JsonMapper.shared().readTree(shell("curl -s http://localhost:" + issuer
                + "/token -u demo-app:demo-app-secret -d grant_type=client_credentials")).path("access_token")
                .asString();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client
                    .send(HttpRequest.newBuilder(URI.create("http://localhost:" + portal + "/v1/recharges/" + order))
                            .header("Authorization", "Bearer " + token)
                            .build(), BodyHandlers.ofString());
        }
    }

    /** A child that was just forked is called like its postmaster, until it gives itself a name. */
    private List<ProcessHandle> postmasters() {
        return ProcessHandle.allProcesses()
                .filter(LocalStackIT::isPostgres)
                .filter(process -> process.parent().filter(LocalStackIT::isPostgres).isEmpty())
                .filter(process -> List.of(process.info().arguments().orElse(new String[0]))
                        .contains(data.resolve("postgres").resolve("pgdata").toString()))
                .toList();
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().filter(path -> path.endsWith("/postgres")).isPresent();
    }

    private static boolean freeAgain(List<Integer> ports) throws IOException {
        for (int port : ports) {
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        }
        return true;
    }

    /** All are held until the last is found, or one could be found twice. */
    private static List<Integer> freePorts(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int port = 0; port < count; port++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> ports = held.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : held) {
                socket.close();
            }
            return ports;
        } catch (IOException noneLeft) {
            throw new UncheckedIOException(noneLeft);
        }
    }
}
