package dev.refill.endtoend.journey;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.endtoend.stack.Api;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.Until;
import dev.refill.endtoend.stack.World;
import dev.refill.sandbox.SandboxSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** The webhook door of the whole system with the real adapter behind it: never a 5xx, never an effect twice. */
class WebhookCorpusIT {

    private static final int LIMIT = 256 * 1024;

    private static final AtomicInteger SERIAL = new AtomicInteger();

    private static World world;
    private static Node node;

    private final String eventId = "evt_corpus_" + SERIAL.incrementAndGet();

    @BeforeAll
    static void start() {
        world = new World();
        node = world.startNode();
    }

    @AfterAll
    static void booksAreUntouched() {
        world.books().check();
        assertThat(world.books().count("SELECT count(*) FROM balance.entry")).isZero();
        node.close();
        world.close();
    }

    private String event(String type, String version) {
        return """
                {"id":"%s","object":"event","api_version":"%s","created":1767225600,"livemode":false,"type":"%s","data":{"object":
                {"id":"pi_x","object":"payment_intent","amount":1000,"amount_received":1000,"currency":"usd","status":"succeeded",
                "livemode":false,"metadata":{"operation_key":"pay_nobody_knows_this_one_0000"}}}}"""
                .formatted(eventId, version, type);
    }

    private static String sign(byte[] body, Instant at, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
            return "t=" + at.getEpochSecond() + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private int post(byte[] body, String signature, String... more) {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.base().resolve("/webhooks/stripe"))
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!signature.isEmpty()) {
            request.header("Stripe-Signature", signature);
        }
        for (int header = 0; header < more.length; header += 2) {
            request.header(more[header], more[header + 1]);
        }
        try {
            return Api.send(request.build()).status();
        } catch (IOException cutOff) {
            // An oversized body may be answered by closing the connection while it is still being sent.
            return 413;
        }
    }

    private int postSigned(byte[] body) {
        return post(body, sign(body, Instant.now(), SandboxSettings.DEFAULT_WEBHOOK_SECRET));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private long kept() {
        return world.books().count("SELECT count(*) FROM webhooks.inbox WHERE event_id = '" + eventId + "'");
    }

    private void assertEndsUpAs(String state) {
        Until.holds(state, Duration.ofSeconds(30), () -> world.books().count(
                "SELECT count(*) FROM webhooks.inbox WHERE event_id = '%s' AND state = '%s'".formatted(eventId,
                        state)) == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "t=abc", "t", "v1", "t=1", "v1=00", "t=1,v1=00", ",,,", "t=,v1=",
            "t=99999999999999999999,v1=00",
            "=", "t=1,v1=zz", "v0=00,t=1"})
    void malformedOrMissingSignatureIs400(String signature) {
        assertThat(post(bytes(event("payment_intent.succeeded", "2026-07-29.dahlia")), signature)).isEqualTo(400);
        assertThat(kept()).isZero();
    }

    @Test
    void forgedStaleAndFutureAre400() {
        byte[] body = bytes(event("payment_intent.succeeded", "2026-07-29.dahlia"));
        Instant now = Instant.now();
        String secret = SandboxSettings.DEFAULT_WEBHOOK_SECRET;
        assertThat(post(body, sign(body, now, "whsec_of_somebody_else_entirely"))).isEqualTo(400);
        assertThat(post(body, sign(body, now.minusSeconds(310), secret))).isEqualTo(400);
        assertThat(post(body, sign(body, now.plusSeconds(310), secret))).isEqualTo(400);
        assertThat(post(bytes(" " + new String(body, StandardCharsets.UTF_8)), sign(body, now, secret))).isEqualTo(400);
        assertThat(kept()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "\"x\"", "null", "{", "{\"id\":1}", "{\"id\":\"evt_1\",\"id\":\"evt_2\"}"})
    void signedNonsenseIs400(String body) {
        assertThat(postSigned(bytes(body))).isEqualTo(400);
    }

    @Test
    void deepJsonAndInvalidUtf8Are400() {
        assertThat(postSigned(bytes("[".repeat(100_000) + "]".repeat(100_000)))).isEqualTo(400);
        byte[] broken = bytes(event("payment_intent.succeeded", "2026-07-29.dahlia"));
        broken[10] = (byte) 0xC3;
        broken[11] = (byte) 0x28;
        assertThat(postSigned(broken)).isEqualTo(400);
        assertThat(kept()).isZero();
    }

    @Test
    void oneByteOverTheLimitIs413AndGzipIs415() {
        byte[] over = bytes("x".repeat(LIMIT + 1));
        assertThat(postSigned(over)).isEqualTo(413);
        byte[] body = bytes(event("payment_intent.succeeded", "2026-07-29.dahlia"));
        String signature = sign(body, Instant.now(), SandboxSettings.DEFAULT_WEBHOOK_SECRET);
        assertThat(post(body, signature, "Content-Encoding", "gzip")).isEqualTo(415);
        assertThat(kept()).isZero();
    }

    @Test
    void duplicatesInParallelAreKeptOnce() throws Exception {
        byte[] body = bytes(event("payment_intent.succeeded", "2026-07-29.dahlia"));
        String signature = sign(body, Instant.now(), SandboxSettings.DEFAULT_WEBHOOK_SECRET);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = IntStream.range(0, 5)
                    .mapToObj(copy -> callers.submit(() -> post(body, signature))).toList();
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
        assertThat(kept()).isEqualTo(1);
    }

    @Test
    void unknownTypeIsKeptAndNeverHandled() {
        assertThat(postSigned(bytes(event("payment_intent.teleported", "2026-07-29.dahlia")))).isEqualTo(200);
        assertEndsUpAs("not_understood");
    }

    @Test
    void newerApiVersionIsKeptAndNeverHandled() {
        assertThat(postSigned(bytes(event("payment_intent.succeeded", "2027-01-01.eucalyptus")))).isEqualTo(200);
        assertEndsUpAs("not_understood");
    }

    @Test
    void eventBeforeItsOrderIsParked() {
        assertThat(postSigned(bytes(event("payment_intent.succeeded", "2026-07-29.dahlia")))).isEqualTo(200);
        assertEndsUpAs("parked");
    }
}
