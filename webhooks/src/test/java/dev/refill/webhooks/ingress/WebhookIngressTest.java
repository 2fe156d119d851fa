package dev.refill.webhooks.ingress;

import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import dev.refill.webhooks.FakeTranslator;
import dev.refill.webhooks.store.Kept;
import dev.refill.webhooks.store.ReceivedEvent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class WebhookIngressTest {

    private static final String PROBLEM = "https://refill.dev/problems/webhook-";

    private final Queue<ReceivedEvent> kept = new ConcurrentLinkedQueue<>();
    private final TestDoor door = new TestDoor(this::keep);
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile boolean storeIsBroken;

    @AfterEach
    void close() {
        http.close();
        door.close();
    }

    @Test
    void receiveWhenAuthenticThenTheRawBytesAreKeptAnd200() throws Exception {
        byte[] spaced = "evt_1 paid   ".getBytes(UTF_8);

        assertThat(post("good", BodyPublishers.ofByteArray(spaced)).statusCode()).isEqualTo(200);

        assertThat(kept).singleElement().satisfies(event -> {
            assertThat(event.eventId()).isEqualTo("evt_1");
            assertThat(event.eventType()).isEqualTo("paid");
            assertThat(event.body()).isEqualTo(spaced);
        });
        assertThat(door.counted("fake", "new")).isEqualTo(1);
    }

    @Test
    void receiveWhenDuplicateThenAnsweredExactlyAsNew() throws Exception {
        HttpResponse<String> first = post("good", BodyPublishers.ofString("evt_1 paid"));
        HttpResponse<String> second = post("good", BodyPublishers.ofString("evt_1 paid"));

        assertThat(second.statusCode()).isEqualTo(first.statusCode()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(door.counted("fake", "duplicate")).isEqualTo(1);
    }

    /** A provider that is refused would send it for days, and may hold back what comes behind it. */
    @Test
    void receiveWhenOfNoneOfOurAccountsThen200AndCountedAndNothingKept() throws Exception {
        HttpResponse<String> ours = post("good", BodyPublishers.ofString("evt_1 paid"));
        HttpResponse<String> foreign = post("foreign", BodyPublishers.ofString("evt_2 paid"));

        assertThat(foreign.statusCode()).isEqualTo(ours.statusCode()).isEqualTo(200);
        assertThat(foreign.body()).isEqualTo(ours.body());
        assertThat(kept).singleElement().satisfies(event -> assertThat(event.eventId()).isEqualTo("evt_1"));
        assertThat(door.counted("fake", "not-ours")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"forged,signature-wrong", "stale,timestamp-too-old", "future,timestamp-in-future",
            "t=abc,signature-malformed", "v1,signature-malformed", "throws,not-verifiable", "overflows,not-verifiable",
            "fails,not-verifiable", "is-silent,not-verifiable", "invents,not-verifiable"})
    void receiveWhenNotVerifiedThen400WithItsReasonAndNothingKept(String signature, String type) throws Exception {
        HttpResponse<String> answer = post(signature, BodyPublishers.ofString("evt_1 paid"));

        assertRefused(answer, 400, type);
        assertThat(answer.body()).doesNotContain("whsec_", "evt_1");
        assertThat(kept).isEmpty();
        assertThat(door.counted("fake", type)).isEqualTo(1);
    }

    @Test
    void receiveWhenSignatureIsMissingThen400() throws Exception {
        HttpRequest unsigned = HttpRequest.newBuilder(door.at("fake")).POST(BodyPublishers.ofString("evt_1 paid"))
                .build();

        assertRefused(http.send(unsigned, BodyHandlers.ofString()), 400, "signature-missing");
    }

    /** Providers that do not sign call a payment's own address, some by PUT. */
    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT"})
    void receiveAtAnAddressOfItsOwnThenTheAddressIsTheProof(String method) throws Exception {
        var body = BodyPublishers.ofString("evt_1 paid");
        var genuine = HttpRequest.newBuilder(door.at("fake/good")).method(method, body).build();
        var guessed = HttpRequest.newBuilder(door.at("fake/forged")).method(method, body).build();

        assertRefused(http.send(guessed, BodyHandlers.ofString()), 400, "signature-wrong");
        assertThat(kept).isEmpty();
        assertThat(http.send(genuine, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        assertThat(kept).singleElement().satisfies(event -> assertThat(event.eventId()).isEqualTo("evt_1"));
    }

    static List<byte[]> malformedBodies() {
        return List.of(new byte[0], "{}".getBytes(UTF_8), "\"\"".getBytes(UTF_8), "[".repeat(100_000).getBytes(UTF_8),
                "{\"a\":".repeat(40_000).getBytes(UTF_8), ("{\"n\":" + "9".repeat(100_000) + "}").getBytes(UTF_8),
                "{\"id\":1,\"id\":2}".getBytes(UTF_8), new byte[]{(byte) 0xc3, 0x28, (byte) 0xff, 0});
    }

    @ParameterizedTest
    @MethodSource("malformedBodies")
    void receiveWhenBodyIsMalformedThen400(byte[] body) throws Exception {
        assertRefused(post("good", BodyPublishers.ofByteArray(body)), 400, "body-malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "FAKE", "fake%2F..", "%00"})
    void receiveWhenGatewayIsUnknownThen404(String gateway) throws Exception {
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(door.at(gateway))
                .POST(BodyPublishers.ofString("evt_1 paid"))
                .build(), BodyHandlers.ofString());

        assertRefused(answer, 404, "unknown-gateway");
        assertThat(door.counted("unknown", "unknown-gateway")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate", "br", "identity, gzip"})
    void receiveWhenBodyIsEncodedThen415(String encoding) throws Exception {
        HttpRequest request = signed("good").header("Content-Encoding", encoding)
                .POST(BodyPublishers.ofString("evt_1 paid"))
                .build();

        assertRefused(http.send(request, BodyHandlers.ofString()), 415, "encoded");
    }

    @Test
    void receiveWhenEncodingIsIdentityThen200() throws Exception {
        HttpRequest request = signed("good").header("Content-Encoding", "identity")
                .POST(BodyPublishers.ofString("evt_1 paid"))
                .build();

        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @Test
    void receiveWhenBodyIsOfTheLimitThen200AndOneByteMoreIs413() throws Exception {
        byte[] full = filled(TestDoor.MAX_BODY);
        byte[] over = filled(TestDoor.MAX_BODY + 1);

        assertThat(post("good", BodyPublishers.ofByteArray(full)).statusCode()).isEqualTo(200);
        assertRefused(post("good", BodyPublishers.ofByteArray(over)), 413, "too-large");
    }

    @Test
    void receiveWhenChunkedBodyIsOneByteOverTheLimitThen413() throws Exception {
        byte[] full = filled(TestDoor.MAX_BODY);
        byte[] over = filled(TestDoor.MAX_BODY + 1);

        assertThat(post("good", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(full))).statusCode())
                .isEqualTo(200);
        assertRefused(post("good", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(over))), 413,
                "too-large");
    }

    @Test
    void receiveWhenAGibibyteIsStreamedThenItIsCutEarly() throws Exception {
        try (RawPost post = new RawPost(door.port())) {
            long sent = post.streamUntilCut(1L << 30);

            assertThat(sent).isLessThan(16L << 20);
            assertThat(post.answer()).startsWith("HTTP/1.1 413").contains(PROBLEM + "too-large");
        }
        assertThat(kept).isEmpty();
    }

    @Test
    void receiveWhenTheBodyDoesNotComeThen408() throws Exception {
        try (RawPost post = new RawPost(door.port())) {
            post.begin();

            assertThat(post.answer()).startsWith("HTTP/1.1 408").contains(PROBLEM + "too-slow");
        }
    }

    @Test
    void receiveWhenHeadersAreOver8KiBThen4xx() throws Exception {
        HttpRequest request = signed("good").header("X-Long", "x".repeat(9 * 1024))
                .POST(BodyPublishers.ofString("evt_1 paid"))
                .build();

        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isBetween(400, 499);
        assertThat(kept).isEmpty();
    }

    @Test
    void receiveWhenItCannotBeKeptThen503WithRetryAfter() throws Exception {
        storeIsBroken = true;

        HttpResponse<String> answer = post("good", BodyPublishers.ofString("evt_1 paid"));

        assertRefused(answer, 503, "not-kept");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
    }

    private Mono<Kept> keep(ReceivedEvent event) {
        if (storeIsBroken) {
            return Mono.error(new IllegalStateException("connection refused"));
        }
        boolean known = kept.stream().anyMatch(other -> other.eventId().equals(event.eventId()));
        kept.add(event);
        return Mono.just(known ? Kept.DUPLICATE : Kept.NEW);
    }

    private static byte[] filled(int size) {
        byte[] body = new byte[size];
        Arrays.fill(body, (byte) ' ');
        System.arraycopy("evt_1 paid".getBytes(UTF_8), 0, body, 0, 10);
        return body;
    }

    private HttpRequest.Builder signed(String signature) {
        return HttpRequest.newBuilder(door.at("fake")).header(FakeTranslator.SIGNATURE, signature);
    }

    private HttpResponse<String> post(String signature, BodyPublisher body) throws Exception {
        return http.send(signed(signature).POST(body).build(), BodyHandlers.ofString());
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String type) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"type\":\"" + PROBLEM + type + "\"");
    }
}
