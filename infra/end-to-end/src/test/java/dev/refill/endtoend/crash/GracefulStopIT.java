package dev.refill.endtoend.crash;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import dev.refill.endtoend.stack.Api;
import dev.refill.endtoend.stack.HostedPage;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.Provider;
import dev.refill.endtoend.stack.Until;
import dev.refill.endtoend.stack.World;

import static org.assertj.core.api.Assertions.assertThat;

/** SIGTERM lets every request in hand finish, and waits for no stream. */
class GracefulStopIT {

    private static final int ORDERS = 100;
    private static final int CALLERS = 64;
    private static final int STREAMS = 100;
    private static final int STOPPED_BY_SIGTERM = 143;
    /** Far below the 30 s that the web server would wait for a stream of an order that rests. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private final World world = new World();
    private final Provider provider = new Provider(world.sandbox());

    @AfterEach
    void booksAgreeWithTheProvider() {
        world.books().check();
        world.close();
    }

    @Test
    void ordersInHandAreAnsweredAndCredited() throws Exception {
        try (Node node = world.startNode(); ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            provider.fault("""
                    {"kind": "delay_before", "target": "payment_intents.create", "millis": 3000}""");
            String token = world.token();
            List<Future<Api.Answer>> answers = IntStream.range(0, ORDERS)
                    .mapToObj(order -> callers.submit(() -> node.api(token)
                            .place("drain-" + order, Api.recharge(World.msisdn(order), 1_000, "pm_card_visa"))))
                    .toList();
            Until.holds("all are in hand", Duration.ofMinutes(1), () -> world.books().ordersIn("CHARGING") == ORDERS);
            assertThat(node.terminate()).isEqualTo(STOPPED_BY_SIGTERM);
            for (Future<Api.Answer> answer : answers) {
                assertThat(answer.get(1, TimeUnit.SECONDS).state()).isEqualTo("credited");
            }
            assertThat(world.books().ordersIn("CREDITED")).isEqualTo(ORDERS);
        }
    }

    @Test
    void requestsThatComeWhileItStopsAreAnsweredOrNeverSent() throws Exception {
        provider.fault("""
                {"kind": "delay_before", "target": "payment_intents.create", "millis": 300}""");
        Set<String> accepted = ConcurrentHashMap.newKeySet();
        try (Node node = world.startNode("--refill.drain.delay=2s");
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Api api = node.api(world.token());
            List<Future<Integer>> sent = IntStream.range(0, CALLERS / 2)
                    .boxed()
                    .flatMap(caller -> Stream.of(
                            callers.submit(() -> placeUntilRefused("kept-" + caller, api::tryPlace, accepted)),
                            callers.submit(
                                    () -> placeUntilRefused("new-" + caller, api::tryPlaceOnNewConnection,
                                            accepted))))
                    .toList();
            Until.holds("callers are busy", Duration.ofMinutes(1), () -> accepted.size() > 2 * CALLERS);
            int before = accepted.size();
            assertThat(node.terminate()).isEqualTo(STOPPED_BY_SIGTERM);
            int all = 0;
            for (Future<Integer> caller : sent) {
                all += caller.get(10, TimeUnit.SECONDS);
            }
            System.out.printf("FIGURE %d requests sent until refused, %d orders accepted, %d of them after SIGTERM%n",
                    all, accepted.size(), accepted.size() - before);
        }
        assertThat(world.books().orders()).as("nothing was begun for a request without an answer")
                .isEqualTo(accepted.size());
        try (Node next = world.startNode()) {
            assertThat(next.base()).isNotNull();
            world.books().settleAndCheck(Duration.ofMinutes(1));
            assertThat(world.books().ordersIn("CREDITED")).isEqualTo(accepted.size());
        }
    }

    private interface Placing {

        /** @throws ConnectException if nothing could be sent */
        Api.Answer place(String key, String body) throws IOException;
    }

    /** Places order after order; answers with how many were sent before a connection was refused. */
    private static int placeUntilRefused(String name, Placing placing, Set<String> accepted)
            throws IOException {
        for (int sent = 0;; sent++) {
            try {
                Api.Answer answer = placing.place(name + "-" + sent,
                        Api.recharge(World.msisdn(sent % 200), 1_000, "pm_card_visa"));
                if (answer.status() < 300) {
                    accepted.add(answer.id());
                } else {
                    assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
                    assertThat(answer.retryAfter()).isPresent();
                }
            } catch (ConnectException refused) {
                return sent;
            } catch (IOException reset) {
                // The kernel lets in for a socket that is about to close, also whoever's kept connection has just been ended
                // with its answer. Nothing is begun for those, which is checked in the end.
                return sent;
            }
        }
    }

    @Test
    void openStreamsAreCompletedAndHoldNothingUp() throws Exception {
        try (Node node = world.startNode("--refill.drain.delay=1s",
                "--refill.recharge.live.most-at-once=" + STREAMS);
                ExecutorService watchers = Executors.newVirtualThreadPerTaskExecutor()) {
            Api api = node.api(world.token());
            Api.Answer resting = api.place("resting", Api.rechargeOnPage(World.msisdn(0), 1_000));
            HttpRequest page = HttpRequest
                    .newBuilder(HostedPage.open(resting.json().path("paymentPage").stringValue("")).wayBack()
                            .resolve("events"))
                    .build();
            CountDownLatch open = new CountDownLatch(STREAMS);
            List<Future<List<String>>> streams = IntStream.range(0, STREAMS / 2)
                    .boxed()
                    .flatMap(stream -> Stream.of(
                            watchers.submit(() -> api.watch(resting.id(), open::countDown)),
                            watchers.submit(() -> Api.watch(page, open::countDown))))
                    .toList();
            assertThat(open.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(api.get("/v1/recharges/" + resting.id() + "/events").status()).isEqualTo(503);
            assertThat(Api.send(page).status()).isEqualTo(503);
            long start = System.nanoTime();
            assertThat(node.terminate()).isEqualTo(STOPPED_BY_SIGTERM);
            Duration stop = Duration.ofNanos(System.nanoTime() - start);
            System.out.printf("FIGURE stopped %d ms after SIGTERM with %d streams open%n", stop.toMillis(),
                    streams.size());
            for (Future<List<String>> stream : streams) {
                assertThat(stream.get(1, TimeUnit.SECONDS)).contains("retry:2000").doesNotContain("event:end");
            }
            assertThat(stop).isLessThan(LONGEST_STOP);
        }
    }
}
