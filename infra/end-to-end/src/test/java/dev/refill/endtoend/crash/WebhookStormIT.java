package dev.refill.endtoend.crash;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import dev.refill.endtoend.stack.Api;
import dev.refill.endtoend.stack.Books;
import dev.refill.endtoend.stack.InParallel;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.Provider;
import dev.refill.endtoend.stack.StripeSignature;
import dev.refill.endtoend.stack.Until;
import dev.refill.endtoend.stack.World;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.groupcommit.GroupCommit;
import dev.refill.ledger.LedgerUnit;
import dev.refill.offer.OfferId;
import dev.refill.offer.Quantity;
import dev.refill.offer.Quote;
import dev.refill.recharge.Channel;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeTransitions;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.OrderStore;
import dev.refill.recharge.order.Payment;
import dev.refill.recharge.r2dbc.R2dbcOrderStore;
import dev.refill.sandbox.SandboxSettings;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.SubscriberId;
import dev.refill.webhooks.store.R2dbcInboxStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A storm of webhooks on one node: each event five times, all shuffled, with forged ones among them. One event in ten comes
 * before its order is known; one in a hundred is poison. {@code -Devents=} and {@code -Dseed=} choose how many and which.
 *
 * <p>Poison is genuine and signed. A trigger in the database refuses every change of its order, as a broken row or a bug
 * in the handling would, so the handler fails each time. It must end dead, the others must flow, and once the trigger is
 * gone a replay must credit its order, too.
 */
class WebhookStormIT {

    private static final int COPIES = 5;
    private static final long PRICE = 1_000;
    private static final int MOST_ATTEMPTS = 4;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final String OPEN = "SELECT count(*) FROM webhooks.inbox WHERE next_attempt_at IS NOT NULL";

    private final int events = Integer.getInteger("events", 2_000);
    private final int early = events / 10;
    private final int poison = events / 100;
    private final long seed = Long.getLong("seed", 20_260_301L);
    private final World world = new World();
    private final Books books = world.books();
    private final Provider provider = new Provider(world.sandbox());
    private final OrderStore store = new R2dbcOrderStore(world.database().client(),
            new GroupCommit.Limits(200, 20_000, Duration.ofSeconds(10)), changed -> {});
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();

    @AfterEach
    void stop() {
        world.close();
    }

    /** @param kind genuine or forged */
    private record Webhook(String body, String signingSecret, String kind) {}

    @Test
    void eachEventHasItsEffectOnce() {
        provider.fault("{\"kind\": \"webhook_withhold\"}");
        try (Node node = world.startNode("--refill.webhooks.max-attempts=" + MOST_ATTEMPTS)) {
            charge();
            List<String> told = told();
            accept(early, events);
            poison();
            send(node, told.subList(0, early).stream().map(WebhookStormIT::genuine).toList());
            Until.holds("what is early is parked", LONGEST,
                    () -> books.count("SELECT count(*) FROM webhooks.inbox WHERE state = 'parked'") == early);
            accept(0, early);
            long begun = System.nanoTime();
            send(node, storm(told));
            double seconds = (System.nanoTime() - begun) / 1e9;
            Until.holds("every event is done or dead", LONGEST, () -> books.count(OPEN) == 0);
            System.out.printf(
                    "FIGURE %d webhooks of %d events and %d forged ones from seed %d, %.0f a second; answers %s%n",
                    events * COPIES, events, events, seed, (events * COPIES - early + events) / seconds, answers);
            assertThat(answers).as("no 5xx, no forged one accepted").containsOnlyKeys("genuine 2xx", "forged 4xx")
                    .containsEntry("genuine 2xx", events * COPIES).containsEntry("forged 4xx", events);
            assertThat(books.count("SELECT count(*) FROM webhooks.inbox")).isEqualTo(events);
            assertThat(inState("dead")).as("poison ends dead").isEqualTo(poison);
            assertThat(inState("done")).as("the others flow").isEqualTo(events - poison);
            assertThat(books.ordersIn("CREDITED")).isEqualTo(events - poison);
            assertThat(books.count("SELECT count(*) FROM balance.entry")).isEqualTo(events - poison);
            System.out.printf(
                    "FIGURE %d credited once each, %d of them parked before their order was known; %d poison dead after %d tries%n",
                    events - poison, books.count("SELECT count(*) FROM webhooks.inbox WHERE parkings > 0"), poison,
                    MOST_ATTEMPTS);
            replayTheDead();
            assertThat(books.ordersIn("CREDITED")).isEqualTo(events);
            books.check();
            System.out.printf("FIGURE after the cure and a replay all %d are credited, as the provider charged them%n",
                    events);
        }
    }

    private long inState(String state) {
        return books.count("SELECT count(*) FROM webhooks.inbox WHERE state = '" + state + "'");
    }

    private static String id(String prefix, int number) {
        return "%s%026d".formatted(prefix, number);
    }

    private void charge() {
        InParallel.each(IntStream.range(0, events).boxed().toList(),
                order -> provider.charge(id("pay_", order), PRICE));
    }

    /** The body of each order's event, in the order of the orders. */
    private List<String> told() {
        List<String> bodies = provider.events("payment_intent.succeeded");
        assertThat(bodies).hasSize(events);
        String marker = "\"operation_key\":\"pay_";
        String[] told = new String[events];
        for (String body : bodies) {
            int at = body.indexOf(marker) + marker.length();
            told[Integer.parseInt(body.substring(at, at + 26))] = body;
        }
        return List.of(told);
    }

    /** By the application's own store, as if the charges had been sent and their answers were not here yet. */
    private void accept(int from, int to) {
        Flux.range(from, to - from)
                .flatMap(order -> store.accept(order(order)), 1_000)
                .blockLast(LONGEST);
    }

    private static Order order(int number) {
        Instant now = Instant.now();
        LedgerUnit airtime = new LedgerUnit("airtime:USD");
        Quote quote = new Quote(new OfferId("airtime-usd"), Money.of(PRICE, "USD"), new Quantity(PRICE, airtime),
                new Quantity(0, airtime));
        int subscriber = number % 200;
        Recharge recharge = new Recharge(new RechargeId(id("rch_", number)), 1, RechargeTransitions.FIRST,
                new Recharge.Owner("demo-app", Channel.APP), new SubscriberId("sub_test" + subscriber),
                new Msisdn(World.msisdn(subscriber)), quote, null, null, now, now);
        return new Order(recharge, "storm:" + number, Payment.untold(new OperationKey(id("pay_", number)),
                new GatewayId("stripe"), new PaymentMeans.CardOnFile("pm_card_visa")), true, null, 0,
                now.plus(Duration.ofHours(1)));
    }

    /** The last of the orders are poisoned. */
    private void poison() {
        sql("CREATE TABLE public.poison AS SELECT id FROM recharge.recharge ORDER BY id DESC LIMIT " + poison);
        sql("""
                CREATE FUNCTION public.refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF EXISTS (SELECT FROM public.poison p WHERE p.id = NEW.id) THEN
                        RAISE EXCEPTION 'poisoned' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                END $$""");
        sql("CREATE TRIGGER poison BEFORE UPDATE ON recharge.recharge FOR EACH ROW EXECUTE FUNCTION public.refuse_poison()");
    }

    private void sql(String sql) {
        world.database().client().sql(sql).then().block(LONGEST);
    }

    private static Webhook genuine(String body) {
        return new Webhook(body, SandboxSettings.DEFAULT_WEBHOOK_SECRET, "genuine");
    }

    /** Signed by somebody else, for an order that waits for exactly this news. */
    private static Webhook forged(String body) {
        return new Webhook(body, "whsec_of_somebody_else_entirely", "forged");
    }

    /** What is left to be sent of each event, and as many forged ones. */
    private List<Webhook> storm(List<String> told) {
        List<Webhook> storm = new ArrayList<>();
        for (int event = 0; event < events; event++) {
            int copies = event < early ? COPIES - 1 : COPIES;
            storm.addAll(Collections.nCopies(copies, genuine(told.get(event))));
            storm.add(forged(told.get(event)));
        }
        Collections.shuffle(storm, new Random(seed));
        return storm;
    }

    private void send(Node node, List<Webhook> webhooks) {
        InParallel.each(webhooks, webhook -> {
            byte[] body = webhook.body().getBytes(StandardCharsets.UTF_8);
            HttpRequest request = HttpRequest.newBuilder(node.base().resolve("/webhooks/stripe"))
                    .timeout(Duration.ofSeconds(30))
                    .header("Stripe-Signature", StripeSignature.of(body, webhook.signingSecret()))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            answers.merge(webhook.kind() + " " + status(request), 1, Integer::sum);
        });
    }

    private static String status(HttpRequest request) {
        try {
            return Api.send(request).status() / 100 + "xx";
        } catch (IOException cutOff) {
            return "cut off";
        }
    }

    private void replayTheDead() {
        sql("DROP TRIGGER poison ON recharge.recharge");
        R2dbcInboxStore inbox = new R2dbcInboxStore(world.database().client(), Clock.systemUTC());
        world.database().client().sql("SELECT event_id FROM webhooks.inbox WHERE state = 'dead'")
                .map(row -> String.valueOf(row.get(0, String.class)))
                .all()
                .collectList()
                .flatMapMany(Flux::fromIterable)
                .concatMap(event -> inbox.replay(new GatewayId("stripe"), event, "ada", "mended"))
                .blockLast(LONGEST);
        Until.holds("what was dead is done", LONGEST, () -> inState("done") == events);
    }
}
