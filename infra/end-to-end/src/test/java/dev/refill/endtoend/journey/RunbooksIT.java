package dev.refill.endtoend.journey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.refill.endtoend.stack.Api;
import dev.refill.endtoend.stack.ForeignEvent;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.Provider;
import dev.refill.endtoend.stack.Until;
import dev.refill.endtoend.stack.World;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands of the runbooks, typed in the trouble that each is for. */
class RunbooksIT {

    private static final Path RUNBOOKS = Path.of("").toAbsolutePath().resolve("../../docs/runbooks").normalize();
    private static final Pattern BASH = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final World world = new World();
    private final Provider provider = new Provider(world.sandbox());
    private final int management = World.freePort();

    @AfterEach
    void booksAgreeWithTheProvider() {
        provider.heal();
        world.books().settleAndCheck(LONGEST);
        world.close();
    }

    @Test
    void stuckOrderIsCreditedByHand() throws Exception {
        try (Node node = world.startNode("--refill.recharge.completer.every=200ms")) {
            provider.fault("{\"kind\": \"lose_answer\"}");
            Api.Answer order = unknown(node);
            sql("UPDATE recharge.recharge SET created_at = created_at - interval '7 days',"
                    + " changed_at = changed_at - interval '7 days', next_attempt_at = now() WHERE state = 'UNKNOWN'");
            until(node, order, "in_review");
            provider.heal();
            String output = run("stuck-orders.md", node);

            assertThat(output).contains("\"cause\":\"given_up\"", "captured 1000 USD",
                    "\"reason\":\"the provider says captured\"");
            until(node, order, "credited");
        }
    }

    @Test
    void deadLetterIsReplayed() throws Exception {
        try (Node node = world.startNode()) {
            var event = new ForeignEvent("evt_of_tomorrow", "a.type.of.tomorrow", ForeignEvent.API_VERSION);
            assertThat(Api.send(event.deliveryTo(node.base())).status()).isEqualTo(200);
            Until.holds("not understood", LONGEST, () -> world.books()
                    .count("SELECT count(*) FROM webhooks.inbox WHERE state = 'not_understood'") == 1);

            String output = run("dead-letters.md", node);

            assertThat(output).contains("\"event\":\"evt_of_tomorrow\"", "UNKNOWN_TYPE", "answered with 202",
                    "\"reason\":\"the endpoint has the right version again\"", "\"person\":\"operator\"");
        }
    }

    @Test
    void ordersOfAnOutageAreCarriedOn() throws Exception {
        // The completer would look only after an hour.
        try (Node node = world.startNode("--refill.recharge.waits.unknown=1h")) {
            provider.fault("{\"kind\": \"lose_answer\", \"target\": \"payment_intents.create\", \"times\": 1}");
            Api.Answer order = unknown(node);

            String output = run("provider-outage.md", node);

            assertThat(output).contains("unknown: 1", "\"found\":\"captured 1000 USD", "{\"recharges\":[]}");
            until(node, order, "credited");
        }
    }

    @Test
    void rotationIsProvenByACounter() throws Exception {
        try (Node node = world.startNode("--management.server.port=" + management)) {
            ForeignEvent event = ForeignEvent.captured("evt_signed_anew");
            assertThat(Api.send(event.deliveryTo(node.base())).status()).isEqualTo(200);

            String output = run("secret-rotation.md", node);

            assertThat(output).containsPattern("refill_webhooks_received\\S*answer=\"new\"\\S* 1\\.0");
        }
    }

    /** The card is charged, and neither the answer nor a webhook says so, also when the provider is well again. */
    private Api.Answer unknown(Node node) {
        provider.fault("{\"kind\": \"webhook_type\", \"value\": \"a.type.of.tomorrow\"}");
        Api.Answer placed = node.api(world.token())
                .place("key", Api.recharge(World.msisdn(7), 1_000, "pm_card_visa"));
        until(node, placed, "unknown");
        return placed;
    }

    private void until(Node node, Api.Answer order, String state) {
        Until.holds(state, LONGEST,
                () -> node.api(world.token()).get("/v1/recharges/" + order.id()).state().equals(state));
    }

    private void sql(String statement) {
        world.database().client().sql(statement).then().block(LONGEST);
    }

    /** All commands of a runbook as one script. Only the ports differ from a reader's machine. */
    private String run(String runbook, Node node) throws IOException, InterruptedException {
        String script = BASH.matcher(Files.readString(RUNBOOKS.resolve(runbook)))
                .results()
                .map((MatchResult block) -> block.group(1))
                .collect(Collectors.joining("\n"))
                .replace("http://localhost:8080", node.base().toString())
                .replace("http://localhost:8081", "http://localhost:" + management)
                .replace("http://localhost:9000", world.issuer().uri().toString());
        Process bash = new ProcessBuilder("bash", "-eu", "-o", "pipefail", "-c", script).redirectErrorStream(true)
                .start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(bash.exitValue()).as(output).isZero();
        return output;
    }
}
