package dev.refill.endtoend.journey;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.endtoend.stack.Api;
import dev.refill.endtoend.stack.ForeignEvent;
import dev.refill.endtoend.stack.HostedPage;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.Provider;
import dev.refill.endtoend.stack.Until;
import dev.refill.endtoend.stack.World;
import dev.refill.sandbox.SandboxSettings;
import dev.refill.sandbox.stripe.event.Signature;

import static org.assertj.core.api.Assertions.assertThat;

/** The webhook door of the whole system with the real adapter behind it: never a 5xx, never an effect twice. */
class WebhookCorpusIT {

    private static final int LIMIT = 256 * 1024;

    /** More than any buffer on the way holds, so that whoever has sent it all was read to the end. */
    private static final long ENDLESS = 256L * 1024 * 1024;
    private static final int COPIES = 5;
    private static final List<String> PAYING = List.of("checkout.session.completed", "payment_intent.succeeded");
    /** Nobody finds a payment by himself within the test: an order that is paid was told so by a webhook. */
    private static final String[] NEVER_LOOK = {
            "--refill.recharge.waits.requires-action=1h",
            "--refill.webhooks.sweep.delay=1h"};

    private static final AtomicInteger SERIAL = new AtomicInteger();

    private static World world;
    private static Provider provider;
    private static Node node;
    private static Node other;

    private final int serial = SERIAL.incrementAndGet();
    private final String eventId = "evt_corpus_" + serial;

    @BeforeAll
    static void start() {
        world = new World();
        provider = new Provider(world.sandbox());
        // Only what a test posts arrives.
        provider.fault("{\"kind\": \"webhook_withhold\"}");
        node = world.startNode(NEVER_LOOK);
        other = world.startAnotherNode(NEVER_LOOK);
    }

    @AfterAll
    static void nothingIsInTheBooksButWhatWasPaid() {
        world.books().check();
        assertThat(world.books().count("SELECT count(*) FROM balance.entry")).isEqualTo(world.books().orders())
                .isEqualTo(world.books().ordersIn("CREDITED"));
        other.close();
        node.close();
        world.close();
    }

    private String event(String type, String version) {
        return new ForeignEvent(eventId, type, version).json();
    }

    private static String sign(byte[] body, Instant at, String secret) {
        return Signature.of(body, secret, at.getEpochSecond());
    }

    private static HttpRequest.Builder request(Node to, HttpRequest.BodyPublisher body) {
        return HttpRequest.newBuilder(to.base().resolve("/webhooks/stripe")).timeout(Duration.ofSeconds(30)).POST(body);
    }

    private static int status(HttpRequest request) {
        try {
            return Api.send(request).status();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static int post(byte[] body, String signature, String... more) {
        HttpRequest.Builder request = request(node, HttpRequest.BodyPublishers.ofByteArray(body));
        if (!signature.isEmpty()) {
            request.header("Stripe-Signature", signature);
        }
        for (int header = 0; header < more.length; header += 2) {
            request.header(more[header], more[header + 1]);
        }
        return status(request.build());
    }

    private static int postSignedTo(Node to, byte[] body) {
        return status(request(to, HttpRequest.BodyPublishers.ofByteArray(body))
                .header("Stripe-Signature", sign(body, Instant.now(), SandboxSettings.DEFAULT_WEBHOOK_SECRET))
                .build());
    }

    private static int postSigned(byte[] body) {
        return postSignedTo(node, body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static long rows(String what, String id) {
        return world.books().count("SELECT count(*) FROM " + what.formatted(id));
    }

    private long kept() {
        return rows("webhooks.inbox WHERE event_id = '%s'", eventId);
    }

    private static void assertEndsUpAs(String state, String id) {
        Until.holds(state, Duration.ofSeconds(30),
                () -> rows("webhooks.inbox WHERE event_id = '%s' AND state = '" + state + "'", id) == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "t=abc", "t", "v1", "t=1", "v1=00", "t=1,v1=00", ",,,", "t=,v1=",
            "t=99999999999999999999,v1=00",
            "=", "t=1,v1=zz", "v0=00,t=1"})
    void malformedOrMissingSignatureIs400(String signature) {
        assertThat(post(bytes(event("payment_intent.succeeded", ForeignEvent.API_VERSION)), signature)).isEqualTo(400);
        assertThat(kept()).isZero();
    }

    @Test
    void forgedStaleAndFutureAre400() {
        byte[] body = bytes(event("payment_intent.succeeded", ForeignEvent.API_VERSION));
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
        byte[] broken = bytes(event("payment_intent.succeeded", ForeignEvent.API_VERSION));
        broken[10] = (byte) 0xC3;
        broken[11] = (byte) 0x28;
        assertThat(postSigned(broken)).isEqualTo(400);
        assertThat(kept()).isZero();
    }

    @Test
    void oneByteOverTheLimitIs413() {
        assertThat(postSigned(bytes("x".repeat(LIMIT)))).isEqualTo(400);
        // Whoever asks for leave to send is answered before there is anything to cut off.
        assertThat(status(request(node, HttpRequest.BodyPublishers.ofByteArray(new byte[LIMIT + 1]))
                .expectContinue(true)
                .build())).isEqualTo(413);
    }

    @Test
    void endlessBodyIs413OrCutOffWhileItIsSent() {
        AtomicLong unsent = new AtomicLong(ENDLESS);
        HttpRequest endless = request(node, HttpRequest.BodyPublishers.ofInputStream(() -> new Zeros(unsent))).build();
        try {
            assertThat(Api.send(endless).status()).isEqualTo(413);
        } catch (HttpTimeoutException hung) {
            throw new AssertionError("neither answered nor cut off", hung);
        } catch (IOException cutOff) {
            // Told apart from a node that is not there, or fails after it has read everything.
            assertThat(unsent.get()).as(cutOff.toString()).isLessThan(ENDLESS);
        }
        assertThat(unsent.get()).isPositive();
        assertThat(postSigned(bytes("{}"))).as("the node still answers").isEqualTo(400);
    }

    @Test
    void gzipIs415() {
        byte[] body = bytes(event("payment_intent.succeeded", ForeignEvent.API_VERSION));
        String signature = sign(body, Instant.now(), SandboxSettings.DEFAULT_WEBHOOK_SECRET);
        assertThat(post(body, signature, "Content-Encoding", "gzip")).isEqualTo(415);
        assertThat(kept()).isZero();
    }

    @Test
    void duplicatesInParallelAreKeptOnce() throws Exception {
        byte[] body = bytes(event("payment_intent.succeeded", ForeignEvent.API_VERSION));
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
        assertThat(postSigned(bytes(event("payment_intent.teleported", ForeignEvent.API_VERSION)))).isEqualTo(200);
        assertEndsUpAs("not_understood", eventId);
    }

    @Test
    void newerApiVersionIsKeptAndNeverHandled() {
        assertThat(postSigned(bytes(event("payment_intent.succeeded", "2027-01-01.eucalyptus")))).isEqualTo(200);
        assertEndsUpAs("not_understood", eventId);
    }

    @Test
    void eventBeforeItsOrderIsParked() {
        assertThat(postSigned(bytes(event("payment_intent.succeeded", ForeignEvent.API_VERSION)))).isEqualTo(200);
        assertEndsUpAs("parked", eventId);
    }

    static Stream<List<String>> bursts() {
        return Stream.of(PAYING.subList(0, 1), PAYING.subList(1, 2), PAYING);
    }

    /** The genuine events of a payment, each five times at once at either node, and all of them once more afterwards. */
    @ParameterizedTest
    @MethodSource("bursts")
    void payingEventCreditsOnceHoweverOftenItComes(List<String> types) throws Exception {
        Api api = node.api(world.token());
        Api.Answer order = api.place("paid-" + serial, Api.rechargeOnPage(World.msisdn(serial), 1_000));
        HostedPage.open(order.json().path("paymentPage").stringValue("")).pay("4242424242424242");
        assertThat(api.get("/v1/recharges/" + order.id()).state()).isEqualTo("requires_action");

        List<String> events = types.stream().map(provider::newestEvent).toList();
        assertThat(postAtOnce(events)).hasSize(events.size() * COPIES * 2).allMatch(status -> status / 100 == 2);
        events.forEach(event -> assertEndsUpAs("done", event));
        Until.holds("credited", Duration.ofSeconds(30),
                () -> api.get("/v1/recharges/" + order.id()).state().equals("credited"));
        assertCreditedOnce(order);

        List<String> late = PAYING.stream().map(provider::newestEvent).toList();
        assertThat(postAtOnce(late)).allMatch(status -> status / 100 == 2);
        late.forEach(event -> assertEndsUpAs("done", event));
        assertCreditedOnce(order);
    }

    /** Posts each event {@value #COPIES} times to each node, all in the same moment. */
    private static List<Integer> postAtOnce(List<String> events) throws Exception {
        List<Callable<Integer>> posts = events.stream()
                .map(provider::event)
                .flatMap(body -> Stream.of(node, other).<Callable<Integer>>map(to -> () -> postSignedTo(to, body)))
                .flatMap(post -> Collections.nCopies(COPIES, post).stream())
                .toList();
        CyclicBarrier together = new CyclicBarrier(posts.size());
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> answer : callers
                    .invokeAll(posts.stream().map(post -> after(together, post)).toList())) {
                statuses.add(answer.get());
            }
        }
        return statuses;
    }

    private static Callable<Integer> after(CyclicBarrier together, Callable<Integer> post) {
        return () -> {
            together.await();
            return post.call();
        };
    }

    /** Also that it was a webhook that paid it, and that nothing else has happened to it. */
    private static void assertCreditedOnce(Api.Answer order) {
        assertThat(rows("balance.entry WHERE reference = '%s'", order.id())).isEqualTo(1);
        assertThat(rows("recharge.transition WHERE recharge_id = '%s' AND to_state = 'CREDITED'", order.id()))
                .isEqualTo(1);
        assertThat(rows("recharge.transition WHERE recharge_id = '%s' AND to_state = 'PAID' AND cause = 'WEBHOOK'",
                order.id())).isEqualTo(1);
        assertThat(rows("recharge.transition WHERE recharge_id = '%s'", order.id())).isEqualTo(4);
        world.books().check();
    }

    /** A body without a stated length that knows how much of it nobody has asked for. */
    private static final class Zeros extends InputStream {

        private final AtomicLong unsent;

        Zeros(AtomicLong unsent) {
            this.unsent = unsent;
        }

        @Override
        public int read() {
            return unsent.getAndUpdate(left -> Math.max(left - 1, 0)) == 0 ? -1 : 0;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int taken = (int) Math.min(length, unsent.get());
            unsent.addAndGet(-taken);
            return taken == 0 ? -1 : taken;
        }
    }
}
