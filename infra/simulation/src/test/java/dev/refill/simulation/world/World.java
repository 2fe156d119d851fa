package dev.refill.simulation.world;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.idempotency.ClaimKey;
import dev.refill.recharge.Channel;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeTransitions;
import dev.refill.recharge.StartRechargeCommand;
import dev.refill.recharge.order.MemoryOrderStore;
import dev.refill.recharge.order.Payment;
import dev.refill.recharge.routing.RoutingRule;
import dev.refill.recharge.routing.RoutingRule.Candidate;
import dev.refill.simulation.provider.ModelProvider;
import dev.refill.simulation.provider.ModelProviders;
import dev.refill.simulation.provider.Proof;
import dev.refill.simulation.time.Chance;
import dev.refill.simulation.time.Life;
import dev.refill.simulation.time.Timeline;
import dev.refill.testsupport.invariants.Broken;
import dev.refill.testsupport.invariants.Invariants;
import dev.refill.testsupport.invariants.Rule;
import dev.refill.testsupport.invariants.Snapshot;
import dev.refill.webhooks.store.ReceivedEvent;
import dev.refill.webhooks.sweep.FeedSweep;

/** Two nodes, their database, the provider and the clients, from the first request until nothing is outstanding. */
public final class World {

    private static final GatewayId FIRST = new GatewayId("model");
    private static final GatewayId SECOND = new GatewayId("other");
    private static final int NODES = 2;
    /** Far more than any run needs that comes to rest. */
    private static final int MOST_STEPS = 100_000;
    /** Orders are given up after six days, events after three. */
    private static final long HORIZON = Timeline.micros(Duration.ofDays(30));
    private static final Duration WEBHOOK_PATIENCE = Duration.ofSeconds(10);
    private static final int WEBHOOK_TRIES = 12;
    private static final Duration LONGEST_DOWN = Duration.ofMinutes(10);

    private final Timeline timeline;
    private final Chance chance;
    private final Weather weather;
    private final Trace trace;
    private final Variant variant;
    private final Wire wire;
    private final Database database;
    private final ModelProviders provider;
    private final List<RoutingRule> rules;
    private final List<Seat> seats = new ArrayList<>();
    /** Whether something may be due by now that was not. */
    private boolean changed;
    /** Whether something may not hold by now that did. */
    private boolean unproved;
    private long sweptInVain;
    private int kills;
    private int pauses;

    public World(Timeline timeline, Chance chance, Weather weather, Trace trace, Variant variant) {
        this.timeline = timeline;
        this.chance = chance;
        this.weather = weather;
        this.trace = trace;
        this.variant = variant;
        this.wire = new Wire(timeline, chance, weather, trace, this::hasBeenDone);
        this.database = new Database(timeline.clock());
        List<ModelProvider> providers = new ArrayList<>();
        providers.add(new ModelProvider(FIRST, timeline, chance, weather, trace, this::hasChanged));
        Weather beside = weather.beside();
        if (beside != null) {
            providers.add(new ModelProvider(SECOND, timeline, chance, beside, trace, this::hasChanged));
        }
        this.provider = new ModelProviders(providers);
        this.rules = beside == null ? List.of() : List.of(between(weather.isWilling() ? 100 : 60));
        Afterwards afterwards = new Afterwards(timeline, chance, weather, trace, database, provider, this::anyNode,
                this::hasChanged);
        providers.forEach(one -> one.connect(this::sendWebhooks, this::returnFromPage, afterwards::captured));
        for (int number = 1; number <= NODES; number++) {
            seats.add(new Seat("node" + number));
        }
    }

    /**
     * How a run ended.
     *
     * @param broken what did not hold; empty: all did
     * @param keys how many operation keys the provider was sent
     * @param refunds how many the provider made
     * @param disputes how many there were of payments
     * @param open how many orders were charged without our knowing it in the end, and are with a person
     * @param changes which rows of the tables of transitions were gone
     * @param fared how each order fared, where that was asked for
     * @param unowned captured payments that are no order's
     */
    public record End(List<Broken> broken, int steps, int orders, int payments, int keys, int refunds, int disputes,
            int open, int kills, int pauses, Set<Record> changes, List<Fared> fared, int unowned) {}

    private static RoutingRule between(int share) {
        return new RoutingRule("all", null, null, null, null, null,
                List.of(new Candidate(FIRST, share, 1), new Candidate(SECOND, 100 - share, 2)));
    }

    private void hasChanged() {
        hasBeenDone(true);
    }

    private void hasBeenDone(boolean hasWritten) {
        changed = true;
        unproved |= hasWritten;
    }

    /** Runs to its end, or to the first step after which something does not hold. */
    public End run() {
        seats.forEach(Seat::raise);
        timeline.after(Timeline.micros(weather.lasts()), timeline.world(), this::calmDown);
        placeOrders();
        int steps = 0;
        while (timeline.step(HORIZON)) {
            if (++steps > MOST_STEPS) {
                return end(List.of(new Broken(Rule.EVERY_ORDER_HAS_ENDED, "the run", "goes on for ever")), steps);
            }
            strike();
            if (unproved) {
                unproved = false;
                List<Broken> broken = judged();
                if (!broken.isEmpty()) {
                    return end(broken, steps);
                }
            }
            if (changed) {
                changed = false;
                lookAround();
            }
        }
        List<Broken> broken = Invariants.atRest(database.snapshot(provider));
        return end(variant.isJudged() ? allowing(broken, Rule.FORMER_PAYMENT_IS_NOT_CHARGED) : List.of(), steps);
    }

    /** Where the provider breaks its word, only the end can show that all was put right. */
    private List<Broken> judged() {
        return variant.isJudged()
                ? allowing(Invariants.always(database.snapshot(provider)), Rule.UNPAID_WAS_NOT_CHARGED,
                        Rule.FORMER_PAYMENT_IS_NOT_CHARGED)
                : List.of();
    }

    /** A provider that breaks its word may charge what it said that it would not. */
    private List<Broken> allowing(List<Broken> broken, Rule... rules) {
        return weather.isTardy()
                ? broken.stream().filter(one -> !List.of(rules).contains(one.rule())).toList()
                : broken;
    }

    private End end(List<Broken> broken, int steps) {
        Snapshot.Provider truth = provider.truth();
        return new End(broken, steps, database.orders.all().size(), provider.payments(), truth.keys().size(),
                truth.refunds().size(), truth.disputes().size(), open(), kills, pauses, changes(),
                weather.isWilling() ? fared() : List.of(), unowned(truth));
    }

    private int open() {
        Set<String> captured = new HashSet<>();
        provider.truth().captures().forEach(capture -> captured.add(capture.operationKey()));
        return (int) database.orders.all().stream()
                .filter(kept -> kept.captured() == null
                        && captured.contains(kept.order().payment().operationKey().value()))
                .count();
    }

    private Set<Record> changes() {
        Set<Record> changes = new HashSet<>(database.refunds.changes());
        changes.addAll(database.disputes.changes());
        for (MemoryOrderStore.Noted note : database.orders.notes()) {
            if (note.from() != null) {
                changes.add(new RechargeTransitions.Row(note.from(), note.event(), note.to()));
            }
        }
        return changes;
    }

    private int unowned(Snapshot.Provider truth) {
        Set<String> keys = new HashSet<>();
        database.orders.all().forEach(kept -> keys.add(kept.order().payment().operationKey().value()));
        database.orders.formerPayments().forEach(former -> keys.add(former.payment().operationKey().value()));
        return (int) truth.captures().stream().filter(capture -> !keys.contains(capture.operationKey())).count();
    }

    private List<Fared> fared() {
        Map<RechargeId, Set<String>> keys = new HashMap<>();
        database.orders.all().forEach(kept -> keys.computeIfAbsent(kept.order().id(), id -> new HashSet<>())
                .add(kept.order().payment().operationKey().value()));
        database.orders.formerPayments().forEach(former -> keys.computeIfAbsent(former.order(), id -> new HashSet<>())
                .add(former.payment().operationKey().value()));
        List<String> captures = provider.truth().captures().stream().map(Snapshot.Capture::operationKey).toList();
        return database.orders.all().stream()
                .map(kept -> Fared.of(kept.order(), FIRST, notes(kept.order().id()),
                        (int) captures.stream().filter(keys.getOrDefault(kept.order().id(), Set.of())::contains)
                                .count(),
                        proofs(kept.order().id())))
                .toList();
    }

    private List<MemoryOrderStore.Noted> notes(RechargeId order) {
        return database.orders.notes().stream().filter(note -> note.recharge().equals(order)).toList();
    }

    /** What was known of each payment of an order at the moment in which another one followed it. */
    private List<Proof> proofs(RechargeId order) {
        List<Instant> onward = notes(order).stream()
                .filter(note -> note.event() == RechargeEvent.REROUTED)
                .map(MemoryOrderStore.Noted::at)
                .toList();
        List<Payment> former = database.orders.formerPayments().stream()
                .filter(one -> one.order().equals(order))
                .map(MemoryOrderStore.Former::payment)
                .toList();
        return IntStream.range(0, former.size())
                .mapToObj(i -> provider.proof(former.get(i).gateway(), former.get(i).operationKey(), onward.get(i)))
                .toList();
    }

    private void calmDown() {
        database.off.clear();
        weather.calmDown();
        seats.forEach(Seat::wake);
        changed = true;
    }

    private void strike() {
        if (weather.kills()) {
            kills++;
            chance.pick(seats).kill();
        }
        if (weather.pauses()) {
            pauses++;
            chance.pick(seats).pause();
        }
    }

    /** Where a node lives, life after life. */
    private final class Seat {

        private final String name;
        private int lives;
        private @Nullable Node node;
        private final Poll completer = new Poll(Duration.ofSeconds(1), () -> up().resume.resumeDue());
        private final Poll refunds = new Poll(Duration.ofSeconds(1), () -> up().returns.resume.resumeDue());
        private final Poll inbox = new Poll(Duration.ofSeconds(1),
                () -> Mono.fromRunnable(() -> up().bell.ring()));
        private final Poll relay = new Poll(Duration.ofMillis(500), () -> up().relay.relayNext());
        private final Poll sweep = new Poll(Duration.ofMinutes(5), () -> swept(up()));

        Seat(String name) {
            this.name = name;
        }

        void raise() {
            Life life = new Life(name + "." + ++lives);
            trace.note(life, "starts", () -> "");
            timeline.as(life, () -> {
                node = new Node(life, wire, database, provider, rules, variant, timeline.clock(), chance);
                node.start();
            });
            changed = true;
        }

        boolean isUp() {
            return node != null && !node.life.isOver();
        }

        Node up() {
            if (node == null) {
                throw new IllegalStateException(name + " was never up");
            }
            return node;
        }

        void kill() {
            if (isUp()) {
                trace.note(up().life, "is killed", () -> "");
                up().life.end();
                List.of(completer, refunds, inbox, relay, sweep).forEach(Poll::forget);
                timeline.after(chance.spread(Duration.ofMillis(10), LONGEST_DOWN), timeline.world(), this::wake);
            }
        }

        void pause() {
            if (isUp()) {
                trace.note(up().life, "is paused", () -> "");
                up().life.pauseUntil(timeline.now() + chance.spread(Duration.ofSeconds(1), LONGEST_DOWN));
            }
        }

        void wake() {
            if (!isUp()) {
                raise();
            } else if (weather.isCalm()) {
                up().life.pauseUntil(0);
            }
        }

        void look(Due due) {
            if (isUp()) {
                completer.look(up().life, due.order());
                refunds.look(up().life, due.refund());
                inbox.look(up().life, due.event());
                relay.look(up().life, due.news());
                sweep.look(up().life, due.unkept());
            }
        }
    }

    /** When there is something next for a poll to find; {@link Long#MAX_VALUE}: nothing will be. */
    private record Due(long order, long refund, long event, long news, long unkept) {}

    private void lookAround() {
        Due due = new Due(at(database.orders.nextDue()), at(database.refunds.nextDue()),
                at(database.inbox.nextDue()), database.outbox.hasNews() ? timeline.now() : Long.MAX_VALUE,
                nextUnkept());
        for (Seat seat : seats) {
            seat.look(due);
        }
    }

    private long nextUnkept() {
        Set<String> kept = new HashSet<>();
        database.inbox.all().forEach(event -> kept.add(Database.plainId(event.eventId())));
        Instant first = provider.firstNotAmong(kept);
        // A sweep reads what is a minute old.
        return first == null
                ? Long.MAX_VALUE
                : Math.max(Timeline.at(first) + Timeline.micros(Duration.ofMinutes(1)),
                        weather.hasNoFeed() ? sweptInVain + Timeline.micros(Duration.ofMinutes(30)) : 0);
    }

    /** Sweeps in vain are all alike, so that few of them do. */
    private Mono<?> swept(Node node) {
        sweptInVain = timeline.now();
        return Flux.fromIterable(node.sweeps).concatMapDelayError(FeedSweep::run).then();
    }

    private static long at(@Nullable Instant due) {
        return due == null ? Long.MAX_VALUE : Timeline.at(due);
    }

    /**
     * A poll of a node, of which only those are carried out that may find something: hours without any cost nothing.
     */
    private final class Poll {

        private final Duration every;
        private final Supplier<Mono<?>> duty;
        private long planned = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE / 2;
        private boolean busy;

        Poll(Duration every, Supplier<Mono<?>> duty) {
            this.every = every;
            this.duty = duty;
        }

        void forget() {
            planned = Long.MAX_VALUE;
            busy = false;
        }

        void look(Life life, long first) {
            if (busy || first == Long.MAX_VALUE) {
                return;
            }
            long at = Math.max(Math.max(first, timeline.now()), last + Timeline.micros(every));
            if (at < planned) {
                planned = at;
                timeline.after(at - timeline.now() + chance.between(Duration.ZERO, every), life, () -> poll(life, at));
            }
        }

        private void poll(Life life, long plan) {
            if (planned != plan || busy) {
                return;
            }
            planned = Long.MAX_VALUE;
            last = timeline.now();
            busy = true;
            duty.get().subscribe(found -> {}, failure -> done(life), () -> done(life));
        }

        private void done(Life life) {
            if (!life.isOver()) {
                busy = false;
                changed = true;
            }
        }
    }

    private @Nullable Node anyNode() {
        List<Seat> up = seats.stream().filter(Seat::isUp).toList();
        return up.isEmpty() ? null : chance.pick(up).up();
    }

    private void placeOrders() {
        if (weather.isWilling()) {
            placeWilling();
            return;
        }
        if (weather.beside() != null && chance.happens(0.3)) {
            timeline.after(chance.spread(Duration.ofSeconds(1), Duration.ofMinutes(20)), timeline.world(),
                    this::switchOff);
        }
        int orders = weather.orders();
        for (int number = 0; number < orders; number++) {
            String key = "key-" + number;
            var wish = new StartRechargeCommand("", new Recharge.Owner("app", Channel.APP),
                    chance.pick(Database.NUMBERS), chance.happens(0.6) ? Node.AIRTIME : Node.STRICT,
                    Money.of(chance.pick(List.of(500L, 1_000L, 2_000L, 777L)), "USD"),
                    means(), chance.happens(0.8));
            long at = chance.spread(Duration.ofMillis(1), Duration.ofMinutes(10));
            request(key, wish, at, 0);
            if (chance.happens(0.2)) {
                request(key, wish, at + chance.spread(Duration.ofMillis(1), Duration.ofMinutes(1)), 0);
            }
        }
        if (chance.happens(0.2)) {
            timeline.after(chance.spread(Duration.ofSeconds(1), Duration.ofMinutes(10)), timeline.world(),
                    () -> sendWebhooks(new ReceivedEvent(FIRST, "evt_junk", "junk",
                            chance.pick(List.of("poison", "news", "evt_other|-|pi_other|2026-01-15T12:00:00Z|closed"))
                                    .getBytes(StandardCharsets.UTF_8))));
        }
    }

    /** Somebody switches a gateway off, and on again, or not before everything works. */
    private void switchOff() {
        if (!weather.isCalm()) {
            GatewayId gateway = chance.pick(List.of(FIRST, SECOND));
            database.off.add(gateway);
            timeline.after(chance.spread(Duration.ofSeconds(10), Duration.ofHours(2)), timeline.world(),
                    () -> database.off.remove(gateway));
        }
    }

    /** Orders by phone at any moment of ten minutes, each meant as it is. */
    private void placeWilling() {
        for (int number = 0; number < weather.orders(); number++) {
            var wish = new StartRechargeCommand("", new Recharge.Owner("app", Channel.APP),
                    chance.pick(Database.NUMBERS), Node.AIRTIME,
                    Money.of(chance.pick(List.of(500L, 1_000L, 2_000L)), "USD"),
                    new PaymentMeans.MobileMoney(chance.pick(Database.NUMBERS)), true);
            request("key-" + number, wish, chance.between(Duration.ZERO, Duration.ofMinutes(10)), 0);
        }
    }

    /** A kept card, the page, or a phone, most often another one than that which is recharged. */
    private @Nullable PaymentMeans means() {
        int choice = chance.below(100);
        if (choice < 45) {
            return new PaymentMeans.CardOnFile("pm_card");
        }
        return choice < 75 ? null : new PaymentMeans.MobileMoney(chance.pick(Database.NUMBERS));
    }

    /** A client asks again and again under one key until it is answered; some lose patience. */
    private void request(String key, StartRechargeCommand wish, long in, int tries) {
        timeline.after(in, timeline.world(), () -> {
            Node node = anyNode();
            if (node == null) {
                again(key, wish, tries);
                return;
            }
            boolean[] answered = {false};
            timeline.after(weather.travel(), node.life, () -> node
                    .serve(new ClaimKey("app", "POST /v1/recharges", key), wish)
                    .subscribe(reply -> back(() -> hear(key, wish, tries, reply, answered)),
                            failure -> back(() -> fail(key, wish, tries, answered))));
            timeline.after(Timeline.micros(Duration.ofSeconds(20)), timeline.world(),
                    () -> fail(key, wish, tries, answered));
        });
    }

    private void back(Runnable heard) {
        timeline.after(weather.travel(), timeline.world(), heard);
    }

    private void hear(String key, StartRechargeCommand wish, int tries, Node.Reply reply, boolean[] answered) {
        if (answered[0]) {
            return;
        }
        answered[0] = true;
        switch (reply) {
            case Node.Reply.Told told -> {
                told.order().ifPresent(
                        order -> database.answers.add(new Snapshot.Answer(key, order)));
                trace.note(timeline.world(), "client is told", () -> key + " " + told);
                unproved = true;
            }
            case Node.Reply.Running running -> again(key, wish, tries);
        }
    }

    private void fail(String key, StartRechargeCommand wish, int tries, boolean[] answered) {
        if (!answered[0]) {
            answered[0] = true;
            again(key, wish, tries);
        }
    }

    private void again(String key, StartRechargeCommand wish, int tries) {
        if (!chance.happens(0.1)) {
            request(key, wish, chance.spread(Duration.ofMillis(200), Duration.ofMinutes(1)), tries + 1);
        }
    }

    private void sendWebhooks(ReceivedEvent event) {
        int copies = chance.happens(0.3) ? 2 + chance.below(3) : 1;
        for (int copy = 0; copy < copies; copy++) {
            long in = chance.happens(0.5)
                    ? chance.spread(Duration.ofNanos(50_000), Duration.ofMillis(50))
                    : chance.spread(Duration.ofMillis(50), Duration.ofHours(2));
            deliver(event, in, 0);
        }
    }

    /** The provider delivers until it hears that the event is kept, or gives up. */
    private void deliver(ReceivedEvent event, long in, int tries) {
        timeline.after(in, timeline.world(), () -> {
            boolean[] heard = {false};
            Node node = anyNode();
            if (node != null) {
                timeline.after(weather.travel(), node.life, () -> node.intake.keep(event)
                        .subscribe(kept -> back(() -> heard[0] = true), failure -> {}));
            }
            timeline.after(Timeline.micros(WEBHOOK_PATIENCE), timeline.world(), () -> {
                if (!heard[0] && tries < WEBHOOK_TRIES) {
                    deliver(event, Timeline.micros(Duration.ofSeconds(1L << tries)), tries + 1);
                }
            });
        });
    }

    /** The browser comes back from the provider's page, to whichever node. */
    private void returnFromPage(OperationKey key) {
        if (chance.happens(0.5)) {
            timeline.after(chance.spread(Duration.ofMillis(20), Duration.ofSeconds(5)), timeline.world(), () -> {
                Node node = anyNode();
                if (node != null) {
                    database.orders.all().stream()
                            .map(MemoryOrderStore.Kept::order)
                            .filter(order -> order.payment().operationKey().equals(key))
                            .findFirst()
                            .ifPresent(order -> timeline.after(0, node.life,
                                    () -> node.desk.refresh(order.id()).subscribe(after -> {}, failure -> {})));
                }
            });
        }
    }
}
