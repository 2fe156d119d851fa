package dev.refill.webhooks.outbound.lifecycle;

import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.testsupport.TestDatabase;
import dev.refill.webhooks.MovableClock;
import dev.refill.webhooks.lifecycle.Bell;
import dev.refill.webhooks.outbound.Receiver;
import dev.refill.webhooks.outbound.Receiver.Behaviour;
import dev.refill.webhooks.outbound.Receiver.Received;
import dev.refill.webhooks.outbound.TestOutbound;
import dev.refill.webhooks.outbound.delivery.DeliveryAttempt;
import dev.refill.webhooks.outbound.delivery.DeliveryEntry;
import dev.refill.webhooks.outbound.delivery.DeliveryMark;
import dev.refill.webhooks.outbound.delivery.DeliverySchedule;
import dev.refill.webhooks.outbound.delivery.DeliveryState;
import dev.refill.webhooks.outbound.delivery.DeliveryStore;
import dev.refill.webhooks.outbound.delivery.HttpCourier;
import dev.refill.webhooks.outbound.delivery.TakenDelivery;
import dev.refill.webhooks.outbound.destination.HostAddresses;
import dev.refill.webhooks.outbound.destination.TargetGuard;
import dev.refill.webhooks.outbound.endpoint.Endpoint;
import dev.refill.webhooks.outbound.endpoint.EndpointId;
import dev.refill.webhooks.outbound.endpoint.EndpointIds;
import dev.refill.webhooks.outbound.endpoint.EndpointStore;
import dev.refill.webhooks.outbound.endpoint.RegisterEndpoint;
import dev.refill.webhooks.outbound.endpoint.RotateSecret;
import dev.refill.webhooks.outbound.r2dbc.R2dbcDeliveryStore;
import dev.refill.webhooks.outbound.r2dbc.R2dbcEndpointStore;
import dev.refill.webhooks.outbound.signature.SecretVault;

import static dev.refill.webhooks.outbound.TestOutbound.OWNER;
import static dev.refill.webhooks.outbound.TestOutbound.WAIT;
import static dev.refill.webhooks.outbound.TestOutbound.event;
import static dev.refill.webhooks.outbound.TestOutbound.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Deliveries on PostgreSQL to a real server, by several workers, through days that pass by hand. Only the timestamps that are
 * signed are those of the day, as the public library that verifies them knows no other clock.
 */
class DeliveriesIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration LEASE = Duration.ofSeconds(90);

    private final TestDatabase database = TestDatabase.with("webhooks");
    private final MovableClock clock = new MovableClock();
    private final Receiver receiver = new Receiver();
    private final EndpointStore endpoints = new R2dbcEndpointStore(database.client(), clock);
    private final DeliveryStore deliveries = new R2dbcDeliveryStore(database.client(), clock);
    private final SecretVault vault = TestOutbound.vault();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();
    private final List<String> lookUps = new ArrayList<>();
    private final HostAddresses hosts = host -> Mono.fromCallable(() -> {
        lookUps.add(host);
        return names.containsKey(host) ? names.get(host) : List.of(InetAddress.getAllByName(host));
    });
    private final TargetGuard guard = new TargetGuard(hosts, true);
    private final DeliveryWorker one = worker("one", Clock.systemUTC());

    @AfterEach
    void close() {
        receiver.close();
        database.close();
    }

    private record Registered(EndpointId id, String secret) {}

    private DeliveryWorker worker(String name, Clock signing) {
        return new DeliveryWorker(name, deliveries,
                new DeliveryAttempt(guard, vault, new HttpCourier(), TIMEOUT, signing),
                new DeliverySchedule(() -> 0, clock), new DeliveryMetrics(meters, clock), new Bell(), clock,
                TestOutbound.properties(Map.of("refill.outbound.timeout", "1s", "refill.outbound.per-endpoint", "32")));
    }

    private Registered register(URI url) {
        RegisterEndpoint register = new RegisterEndpoint(guard, endpoints,
                new EndpointIds(Clock.systemUTC(), ThreadLocalRandom::current), vault, 20);
        return switch (get(register.register(OWNER, url, List.of()))) {
            case RegisterEndpoint.Outcome.Registered(var id, var secret) -> new Registered(id, secret.reveal());
            case RegisterEndpoint.Outcome.Denied denied -> throw new AssertionError(denied.toString());
            case RegisterEndpoint.Outcome.AddressTaken taken -> throw new AssertionError(taken.toString());
            case RegisterEndpoint.Outcome.TooMany tooMany -> throw new AssertionError(tooMany.toString());
        };
    }

    private void publish(String... ids) {
        for (String id : ids) {
            get(deliveries.publish(List.of(event(id))));
        }
    }

    private static List<DeliveryMark> work(DeliveryWorker worker) {
        return get(worker.workOnce().collectList());
    }

    private List<DeliveryEntry> log(EndpointId endpoint) {
        return get(deliveries.list(OWNER, endpoint, null, 100).collectList());
    }

    private Endpoint endpoint(EndpointId id) {
        return get(endpoints.find(OWNER, id));
    }

    @Test
    void whatIsDeliveredIsVerifiedByThePublicLibraryAndWhatIsForgedIsNot() {
        Registered partner = register(receiver.url("/hooks"));
        publish("1");

        assertThat(work(one)).extracting(DeliveryMark::state).containsExactly(DeliveryState.DELIVERED);

        Received received = receiver.received().getFirst();
        assertThat(received.body()).isEqualTo(event("1").body());
        assertThat(received.header("webhook-id")).isEqualTo("evt_1");
        assertThat(received.header("content-type")).isEqualTo("application/json");
        assertThat(received.verifiedBy(partner.secret())).isTrue();
        assertThat(received.verifiedBy(vault.newSecret().reveal())).isFalse();
        assertThat(new Received("POST", "/hooks", received.headers(), received.body().replace("1", "2"))
                .verifiedBy(partner.secret())).isFalse();
        Map<String, List<String>> otherId = new HashMap<>(received.headers());
        otherId.put("webhook-id", List.of("evt_2"));
        assertThat(new Received("POST", "/hooks", otherId, received.body()).verifiedBy(partner.secret())).isFalse();
        assertThat(work(one)).isEmpty();
        assertThat(log(partner.id())).singleElement().satisfies(entry -> {
            assertThat(entry.state()).isEqualTo(DeliveryState.DELIVERED);
            assertThat(entry.lastStatus()).isEqualTo(204);
        });
        assertThat(meters.counter("refill.outbound.attempts", "outcome", "delivered").count()).isOne();
    }

    @Test
    void receiverThatAnswers500ThenTheWholeScheduleUnderOneIdAndThenDead() {
        Registered partner = register(receiver.url("/hooks"));
        receiver.behave(Receiver.answer(500));
        publish("1");

        for (String wait : List.of("PT0S", "PT5S", "PT5M", "PT30M", "PT2H", "PT5H", "PT10H", "PT14H", "PT20H",
                "PT24H")) {
            Duration whole = Duration.parse(wait);
            if (!whole.isZero()) {
                clock.advance(whole.minusMillis(1));
                assertThat(work(one)).as("before " + wait).isEmpty();
                clock.advance(Duration.ofMillis(1));
            }
            assertThat(work(one)).as("after " + wait).hasSize(1);
        }
        clock.advance(Duration.ofDays(30));
        assertThat(work(one)).isEmpty();

        assertThat(receiver.received()).hasSize(10).allSatisfy(received -> {
            assertThat(received.header("webhook-id")).isEqualTo("evt_1");
            assertThat(received.verifiedBy(partner.secret())).isTrue();
        });
        assertThat(log(partner.id())).singleElement().satisfies(entry -> {
            assertThat(entry.state()).isEqualTo(DeliveryState.DEAD);
            assertThat(entry.attempts()).isEqualTo(10);
            assertThat(entry.lastError()).isEqualTo("answered 500: no");
        });

        receiver.behave(Receiver.answer(200));
        get(deliveries.replay(OWNER, partner.id(), "evt_1"));
        assertThat(work(one)).extracting(DeliveryMark::state).containsExactly(DeliveryState.DELIVERED);
        assertThat(receiver.received().getLast().header("webhook-id")).isEqualTo("evt_1");
    }

    @Test
    void receiverThatAnswers429ThenRetryAfterIsKeptForTheWholeEndpointAndNoOther() {
        Registered busy = register(receiver.url("/busy"));
        Registered other = register(receiver.url("/other"));
        receiver.behave(request -> request.path().equals("/busy")
                ? new Behaviour.Answer(429, Map.of("retry-after", "600"), "slow down")
                : Receiver.answer(200));
        publish("1");
        assertThat(work(one)).hasSize(2);
        publish("2");
        clock.advance(Duration.ofSeconds(599));

        assertThat(work(one)).singleElement()
                .satisfies(mark -> assertThat(mark.delivery().endpoint()).isEqualTo(other.id()));
        receiver.behave(Receiver.answer(200));
        clock.advance(Duration.ofSeconds(1));
        assertThat(work(one)).hasSize(2).allSatisfy(mark -> {
            assertThat(mark.delivery().endpoint()).isEqualTo(busy.id());
            assertThat(mark.state()).isEqualTo(DeliveryState.DELIVERED);
        });
        assertThat(endpoint(busy.id()).slowedUntil()).isNull();
    }

    @Test
    void receiverThatAnswers502Or504ThenTheEndpointIsSlowedDownMoreEachTime() {
        Registered partner = register(receiver.url("/hooks"));
        receiver.behave(request -> Receiver.answer(receiver.received().size() % 2 == 0 ? 504 : 502));
        publish("1", "2", "3");

        work(one);
        assertThat(endpoint(partner.id()).slowedUntil()).isEqualTo(clock.instant().plusSeconds(30));
        clock.advance(Duration.ofSeconds(30));
        work(one);
        assertThat(endpoint(partner.id()).slowedUntil()).isEqualTo(clock.instant().plusSeconds(60));
    }

    @Test
    void receiverThatRedirectsThenItIsAFailureAndNobodyGoesThere() {
        Registered partner = register(receiver.url("/hooks"));
        receiver.behave(new Behaviour.Answer(301, Map.of("location", receiver.url("/trap").toString()), ""));
        publish("1");

        assertThat(work(one)).extracting(DeliveryMark::state).containsExactly(DeliveryState.PENDING);
        assertThat(receiver.received()).extracting(Received::path).containsExactly("/hooks");
        assertThat(log(partner.id()).getFirst().lastStatus()).isEqualTo(301);
    }

    @Test
    void receiverThatIsGoneThenItIsDisabledAndHearsNothingUntilItIsEnabled() {
        Registered partner = register(receiver.url("/hooks"));
        receiver.behave(Receiver.answer(410));
        publish("1");
        work(one);
        publish("2");

        assertThat(endpoint(partner.id()).disabledWhy()).isEqualTo(Endpoint.DisabledWhy.ANSWERED_GONE);
        clock.advance(Duration.ofDays(2));
        assertThat(work(one)).isEmpty();
        assertThat(receiver.received()).hasSize(1);
        assertThat(meters.counter("refill.outbound.attempts", "outcome", "gone").count()).isOne();

        receiver.behave(Receiver.answer(200));
        get(endpoints.enable(OWNER, partner.id(), true));
        assertThat(get(deliveries.replaySince(OWNER, partner.id(), TestOutbound.AT, false, 10))).isEqualTo(2);
        assertThat(work(one)).extracting(DeliveryMark::state)
                .containsExactly(DeliveryState.DELIVERED, DeliveryState.DELIVERED);
    }

    @Test
    void receiverThatHangsOrBreaksTheConnectionOrIsNotThereThenItIsTriedAgainUnderTheSameId() {
        Registered partner = register(receiver.url("/hooks"));
        register(URI.create("http://127.0.0.1:1/nobody"));
        publish("1");
        for (Behaviour behaviour : List.of(new Behaviour.Hang(), new Behaviour.Reset(), new Behaviour.Drip(500))) {
            receiver.behave(behaviour);
            assertThat(work(one)).hasSize(2)
                    .allSatisfy(mark -> assertThat(mark.state()).isEqualTo(DeliveryState.PENDING));
            clock.advance(Duration.ofHours(1));
        }
        assertThat(log(partner.id()).getFirst().attempts()).isEqualTo(3);
        receiver.behave(Receiver.answer(200));
        work(one);

        assertThat(receiver.received()).hasSize(4).extracting(received -> received.header("webhook-id"))
                .containsOnly("evt_1");
        assertThat(log(partner.id()).getFirst().state()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void nameThatComesToResolveToAPrivateAddressThenNothingIsSentThere() throws Exception {
        names.put("partner.example", List.of(InetAddress.getAllByName("127.0.0.1")));
        Registered partner = register(URI.create("http://partner.example:" + receiver.port() + "/hooks"));
        publish("1");
        List<String> elsewhere = List.of("10.0.0.5", "169.254.169.254", "192.168.1.1", "fd00:ec2::254",
                "64:ff9b::a00:1");
        for (String address : elsewhere) {
            names.put("partner.example", List.of(InetAddress.getAllByName(address)));
            assertThat(work(one)).as(address).extracting(DeliveryMark::error)
                    .containsExactly("the host has an address that is not of the public internet");
            clock.advance(Duration.ofDays(1));
        }
        assertThat(receiver.received()).isEmpty();

        names.put("partner.example", List.of(InetAddress.getAllByName("127.0.0.1")));
        lookUps.clear();
        assertThat(work(one)).extracting(DeliveryMark::state).containsExactly(DeliveryState.DELIVERED);
        assertThat(lookUps).as("looked up once, and connected to what was found").containsExactly("partner.example");
        assertThat(receiver.received().getFirst().verifiedBy(partner.secret())).isTrue();
        assertThat(receiver.received().getFirst().header("host")).isEqualTo("partner.example:" + receiver.port());
    }

    @Test
    void twoWorkersThenEachDeliveryIsAttemptedOnceAtATimeAndOnceAltogether() {
        DeliveryWorker two = worker("two", Clock.systemUTC());
        register(receiver.url("/a"));
        int events = 300;
        get(deliveries.publish(IntStream.range(0, events).mapToObj(i -> event("" + i)).toList()));

        List<DeliveryMark> marks = get(Flux.merge(untilNothingIsDue(one), untilNothingIsDue(two)).collectList());

        assertThat(marks).hasSize(events).allSatisfy(mark -> assertThat(mark.delivery().tries()).isOne());
        assertThat(receiver.received()).hasSize(events);
        assertThat(receiver.received().stream().map(received -> received.header("webhook-id")).distinct())
                .hasSize(events);
        assertThat(receiver.mostOpenOfOne()).isOne();
    }

    private static Flux<DeliveryMark> untilNothingIsDue(DeliveryWorker worker) {
        return worker.workOnce().collectList()
                .expand(batch -> batch.isEmpty() ? Mono.empty() : worker.workOnce().collectList())
                .flatMapIterable(batch -> batch);
    }

    @Test
    void workerThatIsKilledBetweenSendingAndMarkingThenAnotherSendsTheSameIdAndTheLateMarkCountsNothing() {
        Registered partner = register(receiver.url("/hooks"));
        publish("1");
        TakenDelivery killed = get(deliveries.take("killed", 1, 8, LEASE)).getFirst();
        get(new DeliveryAttempt(guard, vault, new HttpCourier(), TIMEOUT, Clock.systemUTC()).run(killed));

        assertThat(work(one)).as("the lease still runs").isEmpty();
        clock.advance(LEASE);
        assertThat(work(one)).singleElement().satisfies(mark -> {
            assertThat(mark.state()).isEqualTo(DeliveryState.DELIVERED);
            assertThat(mark.delivery().tries()).isEqualTo(2);
        });

        assertThat(receiver.received()).hasSize(2).allSatisfy(received -> {
            assertThat(received.header("webhook-id")).isEqualTo("evt_1");
            assertThat(received.verifiedBy(partner.secret())).isTrue();
        });
        assertThat(get(deliveries.mark(new DeliveryMark(killed, DeliveryState.DEAD, Duration.ZERO, 500, "late",
                new DeliveryMark.Effect.Gone())))).isFalse();
        assertThat(endpoint(partner.id()).enabled()).isTrue();
    }

    @Test
    void secretsWhileTheyOverlapThenBothVerifyAndAfterwardsTheNewOneAlone() {
        Registered partner = register(receiver.url("/hooks"));
        RotateSecret rotate = new RotateSecret(endpoints, vault, Duration.ofHours(24), clock);
        String renewed = get(rotate.rotate(OWNER, partner.id()).ofType(RotateSecret.Outcome.Rotated.class))
                .secret().reveal();
        publish("1");
        work(one);
        clock.advance(Duration.ofHours(24));
        publish("2");
        work(one);

        Received during = receiver.received().get(0);
        Received afterwards = receiver.received().get(1);
        assertThat(during.header("webhook-signature").split(" ")).hasSize(2);
        assertThat(during.verifiedBy(partner.secret())).isTrue();
        assertThat(during.verifiedBy(renewed)).isTrue();
        assertThat(afterwards.verifiedBy(partner.secret())).isFalse();
        assertThat(afterwards.verifiedBy(renewed)).isTrue();
    }

    @Test
    void timestampIsNewOnEachTryWhileIdAndBodyStay() {
        register(receiver.url("/hooks"));
        receiver.behave(Receiver.answer(500));
        publish("1");
        DeliveryWorker byTheMovedClock = worker("two", clock);
        work(byTheMovedClock);
        clock.advance(Duration.ofSeconds(5));
        work(byTheMovedClock);

        assertThat(receiver.received()).extracting(received -> Long.parseLong(received.header("webhook-timestamp")))
                .containsExactly(clock.instant().getEpochSecond() - 5, clock.instant().getEpochSecond());
        assertThat(receiver.received()).extracting(Received::body).containsOnly(event("1").body());
        assertThat(receiver.received()).extracting(received -> received.header("webhook-signature"))
                .doesNotHaveDuplicates();
    }

    @Test
    void gaugesTellWhatWaitsAndWhoIsGone() {
        register(receiver.url("/hooks"));
        publish("1", "2");
        clock.advance(Duration.ofSeconds(42));
        DeliveryHousekeeping housekeeping = new DeliveryHousekeeping(deliveries, endpoints,
                new DeliveryMetrics(meters, clock), clock, TestOutbound.properties(Map.of()));
        MeterRegistry fresh = new SimpleMeterRegistry();
        new DeliveryHousekeeping(deliveries, endpoints, new DeliveryMetrics(fresh, clock), clock,
                TestOutbound.properties(Map.of())).count().block(WAIT);
        housekeeping.purge().block(WAIT);

        assertThat(fresh.get("refill.outbound.waiting").gauge().value()).isEqualTo(2);
        assertThat(fresh.get("refill.outbound.oldest").gauge().value()).isEqualTo(42);
        assertThat(fresh.get("refill.outbound.gone").gauge().value()).isZero();
    }
}
