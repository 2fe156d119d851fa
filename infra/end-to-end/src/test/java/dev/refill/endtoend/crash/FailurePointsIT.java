package dev.refill.endtoend.crash;

import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.endtoend.stack.Api;
import dev.refill.endtoend.stack.HangingUp;
import dev.refill.endtoend.stack.HostedPage;
import dev.refill.endtoend.stack.Impatience;
import dev.refill.endtoend.stack.InParallel;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.Partner;
import dev.refill.endtoend.stack.Provider;
import dev.refill.endtoend.stack.Until;
import dev.refill.endtoend.stack.World;
import dev.refill.testsupport.pgproxy.Hold;
import dev.refill.testsupport.pgproxy.Moment;
import dev.refill.testsupport.pgproxy.PgProxy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The instants that hurt, each at its exact place: a method's name begins with the id of its row in the list of failures. A
 * victim reaches the database through a proxy that stops it there. The survivor stands still until then, so that nobody
 * else can have done the victim's work.
 */
class FailurePointsIT {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);
    private static final String CARD = Api.recharge(World.msisdn(1), 1_000, "pm_card_visa");

    private static World world;
    private static PgProxy proxy;
    private static Provider provider;
    private static Node victim;
    private static Node survivor;

    private String key = "";
    private long ordersBefore;
    private long creditedBefore;
    private long capturedBefore;
    private long eventsBefore;

    @BeforeAll
    static void startTwoNodes() {
        world = new World();
        proxy = PgProxy.before(world.database().port());
        provider = new Provider(world.sandbox());
        victim = startVictim();
        survivor = world.startAnotherNode(Impatience.settings());
    }

    private static Node startVictim() {
        return world.startNode(world.through(proxy, Impatience.settings()));
    }

    @AfterAll
    static void stop() {
        survivor.close();
        victim.close();
        proxy.close();
        world.close();
    }

    @BeforeEach
    void onlyTheVictimWorks(TestInfo test) {
        if (!victim.process().isAlive()) {
            victim.close();
            victim = startVictim();
        }
        Until.holds("nothing is left of earlier tests", LONGEST, () -> provider.owesNothing() && openEvents() == 0);
        key = test.getDisplayName().replaceAll("[^A-Za-z0-9_-]", "");
        ordersBefore = world.books().orders();
        creditedBefore = world.books().ordersIn("CREDITED");
        capturedBefore = provider.captured();
        eventsBefore = keptEvents();
        survivor.pause();
    }

    @AfterEach
    void everythingSettlesAndBooksAgree() {
        provider.heal();
        survivor.resume();
        world.books().settleAndCheck(SETTLED_WITHIN);
        Until.holds("every kept webhook is done", LONGEST, () -> openEvents() == 0);
    }

    private static long openEvents() {
        return world.books().count("SELECT count(*) FROM webhooks.inbox WHERE next_attempt_at IS NOT NULL");
    }

    private static long keptEvents() {
        return world.books().count("SELECT count(*) FROM webhooks.inbox");
    }

    private long orders() {
        return world.books().orders() - ordersBefore;
    }

    private long charged() {
        return provider.captured() - capturedBefore;
    }

    /** Nobody waits for the answer: the node dies under the request, as planned. */
    private static void inBackground(Runnable work) {
        Thread.ofVirtual().uncaughtExceptionHandler((thread, killed) -> {}).start(work);
    }

    private void placeAtVictim() {
        inBackground(() -> victim.api(world.token()).place(key, CARD));
    }

    /** Kills the victim while it is held, so that it never learns how that statement ended. */
    private static void killVictimAt(Hold point, Runnable work) {
        try (point) {
            work.run();
            point.awaitReached(LONGEST);
            victim.kill();
        }
    }

    private static Api.Answer answerOf(Node node, String key) {
        Api api = node.api(world.token());
        Until.holds("the key is answered", LONGEST, () -> api.place(key, CARD).status() < 400);
        return api.place(key, CARD);
    }

    private void assertOneOrderAfterRetryAt(Node node) {
        Api.Answer first = answerOf(node, key);
        assertThat(answerOf(node, key).body()).isEqualTo(first.body());
        assertSettledOnce();
    }

    private void assertSettledOnce() {
        world.books().settleAndCheck(SETTLED_WITHIN);
        assertThat(orders()).isEqualTo(1);
        assertThat(world.books().ordersIn("CREDITED") - creditedBefore).isEqualTo(1);
        assertThat(charged()).isEqualTo(1);
    }

    @Test
    void k1_killedBeforeTheOrderIsCommitted() {
        killVictimAt(proxy.hold(Moment.REQUESTED, "recharge.accept_all"), this::placeAtVictim);
        assertThat(orders()).isZero();
        survivor.resume();
        assertOneOrderAfterRetryAt(survivor);
    }

    @Test
    void k2_killedBetweenTheOrderAndItsCharge() {
        killVictimAt(proxy.hold(Moment.COMMITTED, "recharge.accept_all"), this::placeAtVictim);
        assertThat(orders()).isEqualTo(1);
        assertThat(world.books().ordersIn("CHARGING")).isEqualTo(1);
        assertThat(charged()).isZero();
        survivor.resume();
        assertSettledOnce();
        assertOneOrderAfterRetryAt(survivor);
    }

    @Test
    void k3_killedBetweenChargeAndItsAnswer() {
        provider.fault("""
                {"kind": "delay", "target": "payment_intents.create", "millis": 4000, "times": 1}""");
        placeAtVictim();
        Until.holds("charged", LONGEST, () -> charged() == 1);
        victim.kill();
        assertThat(world.books().ordersIn("CHARGING")).isEqualTo(1);
        survivor.resume();
        assertSettledOnce();
        assertOneOrderAfterRetryAt(survivor);
    }

    @Test
    void k4_killedBetweenChargeAndItsCommit() {
        killVictimAt(proxy.hold(Moment.REQUESTED, "recharge.change_all", "CAPTURED"), this::placeAtVictim);
        assertThat(charged()).isEqualTo(1);
        assertThat(world.books().ordersIn("CHARGING")).isEqualTo(1);
        survivor.resume();
        assertSettledOnce();
        assertOneOrderAfterRetryAt(survivor);
    }

    @Test
    void k5_killedBetweenTheStoredAnswerAndTheClient() {
        killVictimAt(proxy.hold(Moment.COMMITTED, "UPDATE idempotency.claim", "SET status"), this::placeAtVictim);
        String stored = "SELECT count(*) FROM idempotency.claim WHERE key = '%s' AND status IS NOT NULL".formatted(key);
        assertThat(world.books().count(stored)).isEqualTo(1);
        survivor.resume();
        Api.Answer replay = survivor.api(world.token()).place(key, CARD);
        assertThat(replay.replayed()).contains("true");
        assertThat(world.books().count(stored + " AND convert_from(body, 'LATIN1') = '" + replay.body() + "'"))
                .as("the same bytes as were stored").isEqualTo(1);
        assertOneOrderAfterRetryAt(survivor);
    }

    /** An order whose only news is its webhooks: paid on the provider's page, and not looked at for half a minute. */
    private Runnable orderToPay() {
        Api.Answer placed = victim.api(world.token()).place(key, Api.rechargeOnPage(World.msisdn(1), 1_000));
        HostedPage page = HostedPage.open(placed.json().path("paymentPage").stringValue(""));
        return () -> page.pay("4242424242424242");
    }

    @Test
    void k6_killedBeforeTheWebhookIsKept() {
        killVictimAt(proxy.hold(Moment.REQUESTED, "INSERT INTO webhooks.inbox"), orderToPay());
        assertThat(keptEvents()).isEqualTo(eventsBefore);
        assertThat(world.books().ordersIn("REQUIRES_ACTION")).isEqualTo(1);
        victim.close();
        victim = startVictim();
        Until.holds("redelivered and credited", LONGEST,
                () -> world.books().ordersIn("CREDITED") - creditedBefore == 1);
        assertSettledOnce();
    }

    @Test
    void k7_killedBetweenTheKeptWebhookAndItsAcknowledgement() {
        String latest = "SELECT max(seq) FROM webhooks.inbox";
        killVictimAt(proxy.hold(Moment.COMMITTED, "INSERT INTO webhooks.inbox"), orderToPay());
        assertThat(keptEvents()).isGreaterThan(eventsBefore);
        String event = text("SELECT event_id FROM webhooks.inbox WHERE seq = (" + latest + ")");
        assertThat(provider.unacknowledged(event)).isEqualTo(1);
        survivor.resume();
        Until.holds("credited by the other node", LONGEST,
                () -> world.books().ordersIn("CREDITED") - creditedBefore == 1);
        victim.close();
        victim = startVictim();
        Until.holds("the duplicate is acknowledged", LONGEST, () -> provider.unacknowledged(event) == 0);
        assertThat(world.books().count("SELECT count(*) FROM webhooks.inbox WHERE event_id = '" + event + "'"))
                .isEqualTo(1);
        assertSettledOnce();
    }

    @Test
    void k8_killedWithAWebhookInHand() {
        killVictimAt(proxy.hold(Moment.COMMITTED, "UPDATE webhooks.inbox AS event", "SET attempt"),
                this::placeAtVictim);
        assertThat(world.books().count(
                "SELECT count(*) FROM webhooks.inbox WHERE lease_owner IS NOT NULL AND attempt = 1")).isEqualTo(1);
        survivor.resume();
        Until.holds("the other node takes it once the lease has ended", LONGEST, () -> world.books().count(
                "SELECT count(*) FROM webhooks.inbox WHERE state = 'done' AND attempt = 2 AND seq = (SELECT max(seq) FROM webhooks.inbox)") == 1);
        assertOneOrderAfterRetryAt(survivor);
    }

    static Stream<Arguments> k9() {
        return Stream.of(
                commit("claim", "idempotency.decide"),
                commit("order", "recharge.accept_all"),
                commit("payment", "recharge.change_all", "CAPTURED"),
                commit("entry", "balance.post"),
                commit("credited", "recharge.change_all", "CREDITED"),
                commit("answer", "UPDATE idempotency.claim", "SET status"),
                commit("webhook", "INSERT INTO webhooks.inbox")).flatMap(moments -> moments);
    }

    private static Stream<Arguments> commit(String name, String... statement) {
        return Stream.of(Moment.values()).map(moment -> Arguments.of(name, moment, statement));
    }

    /** Nobody is killed: the node itself must find out what became of its statement. */
    @ParameterizedTest(name = "k9-{0}-{1}")
    @MethodSource("k9")
    void k9_connectionLostAtACommit(String commit, Moment moment, String[] statement) {
        try (Hold point = proxy.hold(moment, statement)) {
            placeAtVictim();
            point.awaitReached(LONGEST);
            point.cut();
        }
        assertOneOrderAfterRetryAt(victim);
    }

    @Test
    void k12_killedBetweenDeliveryAndItsMark() {
        try (Partner partner = new Partner()) {
            partner.register(victim.api(world.token()));
            killVictimAt(proxy.hold(Moment.REQUESTED, "UPDATE webhooks.delivery", "last_status"), this::placeAtVictim);
            assertThat(partner.times()).isNotEmpty();
            Map<String, Integer> before = partner.times();
            survivor.resume();
            Until.holds("told again under the same id", LONGEST,
                    () -> before.keySet().stream().anyMatch(id -> partner.times().getOrDefault(id, 0) > 1));
            Until.holds("everything is delivered", LONGEST, () -> world.books().count(
                    "SELECT count(*) FROM webhooks.delivery WHERE state <> 'delivered'") == 0);
            assertThat(partner.times().keySet()).as("one id for each thing told").hasSize((int) world.books().count(
                    "SELECT count(*) FROM webhooks.delivery"));
            assertOneOrderAfterRetryAt(survivor);
        }
    }

    @Test
    void a18_clientsHangUpAtRandomMoments() {
        int clients = Integer.getInteger("clients", 300);
        String token = world.token();
        int answered = new HangingUp(victim.base().getPort(), 18, Duration.ofMillis(500)).come(clients,
                client -> HangingUp.order(token, key + client, cardOf(client)));
        // What they left behind may still be on its way into the node, which has just started.
        Until.holds("orders were begun, and each is completed", SETTLED_WITHIN,
                () -> orders() > 0 && world.books().ordersIn("CREDITED") - creditedBefore == orders());
        long begun = orders();
        world.books().settleAndCheck(SETTLED_WITHIN);
        assertThat(begun).as("orders begun").isLessThanOrEqualTo(clients);
        survivor.resume();
        InParallel.each(IntStream.range(0, clients).boxed().toList(), client -> Until.holds("a retry is answered",
                LONGEST, () -> survivor.api(token).place(key + client, cardOf(client)).status() < 400));
        world.books().settleAndCheck(SETTLED_WITHIN);
        assertThat(orders()).isEqualTo(clients);
        assertThat(charged()).isEqualTo(clients);
        System.out.printf("FIGURE A18: %d clients hung up, %d of them answered before; %d orders begun, all completed;"
                + " each retry sees its order%n", clients, answered, begun);
    }

    private static String cardOf(int client) {
        return Api.recharge(World.msisdn(client % 200), 1_000, "pm_card_visa");
    }

    @Test
    void a19_pausedWhileItsChargeIsOut() {
        provider.fault("""
                {"kind": "delay", "target": "payment_intents.create", "millis": 2000, "times": 1}""");
        placeAtVictim();
        Until.holds("charged", LONGEST, () -> charged() == 1);
        victim.pause();
        survivor.resume();
        Until.holds("credited by the other node", LONGEST,
                () -> world.books().ordersIn("CREDITED") - creditedBefore == 1);
        long version = world.books().count("SELECT sum(version) FROM recharge.recharge");
        victim.resume();
        assertOneOrderAfterRetryAt(victim);
        assertThat(world.books().count("SELECT sum(version) FROM recharge.recharge"))
                .as("the late writer changes nothing").isEqualTo(version);
    }

    @Test
    void a19_pausedBeforeItMarkedAWebhook() {
        String marked = "SELECT count(*) FROM webhooks.inbox WHERE state = 'done' AND attempt = 2 AND seq = (SELECT max(seq) FROM webhooks.inbox)";
        try (Hold late = proxy.hold(Moment.REQUESTED, "webhooks.inbox AS event", "mark.state")) {
            placeAtVictim();
            late.awaitReached(LONGEST);
            victim.pause();
            survivor.resume();
            Until.holds("done by the other node once the lease has ended", LONGEST,
                    () -> world.books().count(marked) == 1);
            String finished = text("SELECT max(finished_at)::text FROM webhooks.inbox");
            late.pass();
            victim.resume();
            assertOneOrderAfterRetryAt(victim);
            assertThat(text("SELECT max(finished_at)::text FROM webhooks.inbox"))
                    .as("the late mark changes nothing").isEqualTo(finished);
        }
    }

    private static String text(String sql) {
        return world.database().client().sql(sql).map(row -> String.valueOf(row.get(0, String.class))).one()
                .blockOptional(LONGEST).orElseThrow();
    }
}
