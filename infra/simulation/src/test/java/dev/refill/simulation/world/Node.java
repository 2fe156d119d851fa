package dev.refill.simulation.world;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;

import dev.refill.gateway.PaymentGateway;
import dev.refill.idempotency.Answer;
import dev.refill.idempotency.ClaimKey;
import dev.refill.idempotency.ClaimOutcome;
import dev.refill.idempotency.ClaimStore;
import dev.refill.idempotency.Fingerprint;
import dev.refill.idempotency.HeldClaim;
import dev.refill.idempotency.lifecycle.DetachedRuns;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.LedgerUnit;
import dev.refill.offer.Offer;
import dev.refill.offer.OfferCatalog;
import dev.refill.offer.OfferId;
import dev.refill.offer.WhenSpent;
import dev.refill.recharge.OrderTokens;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.Recharges;
import dev.refill.recharge.StartOutcome;
import dev.refill.recharge.StartRechargeCommand;
import dev.refill.recharge.dispute.DisputeStore;
import dev.refill.recharge.lifecycle.MoneyWork;
import dev.refill.recharge.lifecycle.OpenWatches;
import dev.refill.recharge.lifecycle.RechargeChanges;
import dev.refill.recharge.order.AdvanceOrder;
import dev.refill.recharge.order.AssessRisk;
import dev.refill.recharge.order.CancelRecharge;
import dev.refill.recharge.order.Cascade;
import dev.refill.recharge.order.ChargePayment;
import dev.refill.recharge.order.ClosePayment;
import dev.refill.recharge.order.CreditRecharge;
import dev.refill.recharge.order.CreditTerms;
import dev.refill.recharge.order.Gateways;
import dev.refill.recharge.order.LatePayments;
import dev.refill.recharge.order.LookUpPayment;
import dev.refill.recharge.order.OrderDesk;
import dev.refill.recharge.order.OrderIds;
import dev.refill.recharge.order.OrderStore;
import dev.refill.recharge.order.PaymentEventHandler;
import dev.refill.recharge.order.PaymentTerms;
import dev.refill.recharge.order.PhaseTimer;
import dev.refill.recharge.order.ResumeStuckRecharges;
import dev.refill.recharge.order.SettleRecharge;
import dev.refill.recharge.order.Settlement;
import dev.refill.recharge.order.StartRecharge;
import dev.refill.recharge.order.StrayPayments;
import dev.refill.recharge.outbox.Outbox;
import dev.refill.recharge.outbox.RechargeEvents;
import dev.refill.recharge.outbox.RelayTransitions;
import dev.refill.recharge.refund.RefundStore;
import dev.refill.recharge.routing.RoutingRule;
import dev.refill.risk.DailyAmountLimit;
import dev.refill.risk.NumberVelocity;
import dev.refill.risk.RepeatWithinAMinute;
import dev.refill.risk.RiskPolicy;
import dev.refill.risk.Velocity;
import dev.refill.simulation.provider.ModelProvider;
import dev.refill.simulation.provider.ModelProviders;
import dev.refill.simulation.time.Chance;
import dev.refill.simulation.time.Life;
import dev.refill.webhooks.GatewayEventHandler;
import dev.refill.webhooks.OutboundWebhooks;
import dev.refill.webhooks.SweepProperties;
import dev.refill.webhooks.Translators;
import dev.refill.webhooks.WebhooksProperties;
import dev.refill.webhooks.ingress.Intake;
import dev.refill.webhooks.lifecycle.Bell;
import dev.refill.webhooks.lifecycle.InboxProcessor;
import dev.refill.webhooks.lifecycle.InboxWorker;
import dev.refill.webhooks.lifecycle.InboxWriter;
import dev.refill.webhooks.lifecycle.ProcessingMetrics;
import dev.refill.webhooks.processing.AttemptSchedule;
import dev.refill.webhooks.processing.EventAttempt;
import dev.refill.webhooks.store.CursorStore;
import dev.refill.webhooks.store.InboxStore;
import dev.refill.webhooks.store.Kept;
import dev.refill.webhooks.store.ReceivedEvent;
import dev.refill.webhooks.sweep.FedGateway;
import dev.refill.webhooks.sweep.FedIntake;
import dev.refill.webhooks.sweep.FeedSweep;
import dev.refill.webhooks.sweep.SweepMetrics;

/** One node in one life: the real use cases, put together as the application does it, over the ports of the world. */
final class Node {

    static final OfferId AIRTIME = new OfferId("airtime-usd");
    /** The same, but who spent credit whose money goes back has nothing until it is settled. */
    static final OfferId STRICT = new OfferId("strict-usd");
    static final Duration COMPLETERS_LEASE = Duration.ofMinutes(3);

    private static final Duration PATIENCE = Duration.ofSeconds(12);
    private static final Duration RELAYS_LEASE = Duration.ofSeconds(30);

    private static final MeterRegistry METERS = new CompositeMeterRegistry();
    /** Counts by the real clock, so it must never object. */
    private static final Velocity NO_VELOCITY = Velocity.perSecond(1_000_000_000);
    private static final PhaseTimer PHASES = new PhaseTimer(METERS);
    private static final OfferCatalog OFFERS = new OfferCatalog(
            List.of(airtime(AIRTIME, WhenSpent.OWE), airtime(STRICT, WhenSpent.FREEZE)));
    private static final RiskPolicy RISK = RiskPolicy.strictestOf(List.of(new RepeatWithinAMinute(),
            new NumberVelocity(20), new DailyAmountLimit(50_000)));
    private static final dev.refill.recharge.order.AttemptSchedule SCHEDULE = schedule();
    private static final Settlement SETTLEMENT = new Settlement(SCHEDULE, new LatePayments.Credit());
    private static final PaymentTerms TERMS = new PaymentTerms(URI.create("https://portal.example"),
            Duration.ofMinutes(70), Duration.ofMinutes(30), tokens());
    /** Polls never: the world rings where a poll would find something. */
    private static final WebhooksProperties INBOX = new WebhooksProperties(DataSize.ofKilobytes(256),
            Duration.ofSeconds(10), 128, 512, Duration.ofSeconds(5), 64, 16, Duration.ofSeconds(10),
            Duration.ofSeconds(60), Duration.ofDays(10_000), 12, Duration.ofDays(3), Duration.ofSeconds(10),
            Duration.ofSeconds(15), Duration.ofDays(90), Duration.ofHours(1), 500);
    private static final SweepProperties SWEEP = new SweepProperties(Duration.ofMinutes(5), Duration.ofDays(3),
            Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofMinutes(2));
    /** Nobody watches here, so nothing ever connects. */
    private static final PostgresqlConnectionFactory NOWHERE = new PostgresqlConnectionFactory(
            PostgresqlConnectionConfiguration.builder().host("nowhere.invalid").username("nobody").build());
    private static final DatabaseClient NO_CLIENT = DatabaseClient.create(NOWHERE);

    final Life life;
    final Bell bell = new Bell();
    final Intake intake;
    final ResumeStuckRecharges resume;
    final RelayTransitions relay;
    final List<FeedSweep> sweeps;
    final Recharges desk;
    final Returns returns;
    private final ClaimStore claims;
    private final DetachedRuns runs = new DetachedRuns(4096);
    private final InboxProcessor processor;

    Node(Life life, Wire wire, Database database, ModelProviders providers, List<RoutingRule> rules, Variant variant,
            Clock clock, Chance chance) {
        this.life = life;
        Ledger ledger = variant.ledger(wire.to(Ledger.class, database.ledger, life));
        OrderStore orders = variant.orders(wire.to(OrderStore.class, database.orders, life), ledger);
        InboxStore inbox = variant.inbox(wire.to(InboxStore.class, database.inbox, life));
        List<PaymentGateway> all = providers.all().stream()
                .map(provider -> variant.gateway(provider.gateway(life)))
                .toList();
        this.claims = wire.to(ClaimStore.class, database.claims, life);

        Gateways gateways = new Gateways(all, providers.first(), rules, database.off::contains);
        PaymentTerms terms = variant.terms(TERMS);
        OrderIds ids = new OrderIds(clock, chance::generator);
        Cascade cascade = new Cascade(gateways, terms, SETTLEMENT, ids);
        CreditRecharge credit = new CreditRecharge(ledger, CreditTerms.forEver(), orders, SETTLEMENT, PHASES, clock);
        SettleRecharge settle = new SettleRecharge(orders, SETTLEMENT, cascade,
                new StrayPayments(orders, ledger, METERS, clock), credit, PHASES, clock);
        ChargePayment charge = new ChargePayment(gateways, terms, orders, SETTLEMENT, cascade, settle, PHASES,
                clock);
        ClosePayment close = new ClosePayment(gateways, settle, PHASES);
        AdvanceOrder advance = new AdvanceOrder(new AssessRisk(RISK, orders, SETTLEMENT, clock), charge,
                new LookUpPayment(gateways, terms, PHASES), close, settle, credit, terms, clock);
        StartRecharge start = new StartRecharge(OFFERS, Database.subscribers(), NO_VELOCITY, NO_VELOCITY, orders,
                advance, gateways, token -> Mono.empty(), SCHEDULE, ids, PHASES, clock);
        MoneyWork work = new MoneyWork(2_000, Duration.ofSeconds(20));
        this.desk = new OrderDesk(start, new CancelRecharge(close, settle), advance, orders,
                gateways, work, new RechargeChanges(NOWHERE, NO_CLIENT, Duration.ofSeconds(5)),
                new OpenWatches(1, Duration.ofMinutes(10), Duration.ofSeconds(15)), PATIENCE);
        this.resume = new ResumeStuckRecharges(orders, advance, SCHEDULE, clock, COMPLETERS_LEASE, 32, 8);
        this.relay = new RelayTransitions(variant.outbox(wire.to(Outbox.class, database.outbox, life)),
                new RechargeEvents(), variant.partners(wire.to(OutboundWebhooks.class, database.partners(), life)),
                life.toString(), RELAYS_LEASE, 10, clock);

        this.returns = new Returns(variant.refunds(wire.to(RefundStore.class, database.refunds, life)),
                wire.to(DisputeStore.class, database.disputes, life), orders, ledger, gateways, OFFERS, ids, work,
                PATIENCE, PHASES, clock);
        GatewayEventHandler handler = variant.handler(new PaymentEventHandler(orders, settle, returns::handle,
                returns::handle), orders);
        this.intake = new InboxWriter(inbox, bell, INBOX);
        this.processor = new InboxProcessor(new InboxWorker(life.toString(), inbox,
                new EventAttempt(new Translators(providers.all().stream().map(ModelProvider::translator).toList()),
                        handler, INBOX.handleTimeout()),
                new AttemptSchedule(INBOX.maxAttempts(), INBOX.parkFor(), () -> chance.generator().nextDouble()),
                new ProcessingMetrics(METERS, clock), bell, clock, INBOX), INBOX.drain());
        SweepMetrics metrics = new SweepMetrics(METERS, clock);
        this.sweeps = providers.all().stream().map(provider -> {
            FedGateway fed = new FedGateway(provider.id(),
                    variant.gateway(provider.gateway(life)).events().orElseThrow(),
                    provider.translator());
            return new FeedSweep(life.toString(), fed, new FedIntake(fed, this::keepAtLast, metrics),
                    wire.to(CursorStore.class, database.cursors, life), clock, SWEEP);
        }).toList();
    }

    /** What runs by itself. */
    void start() {
        processor.start();
    }

    /** The sweep's own patience has jitter from a generator that no seed reaches, so it is not let come to that. */
    private Mono<Kept> keepAtLast(ReceivedEvent event) {
        return intake.keep(event).onErrorResume(lost -> Mono.delay(Duration.ofMillis(200))
                .then(Mono.defer(() -> keepAtLast(event))));
    }

    /** What a client is told. */
    sealed interface Reply {

        /** Which order its key stands for, or that there is none. */
        record Told(Optional<String> order) implements Reply {}

        /** Another request with the key is at work: come again. */
        record Running() implements Reply {}
    }

    /** A request with a key, from the claim to the stored answer, as the filter before the endpoints does it. */
    Mono<Reply> serve(ClaimKey key, StartRechargeCommand wish) {
        Fingerprint fingerprint = new Fingerprint("ab".repeat(32));
        return runs.run(Mono.defer(() -> claims.claim(key, fingerprint)).flatMap(outcome -> switch (outcome) {
            case ClaimOutcome.New(HeldClaim claim) -> enter(claim, wish);
            case ClaimOutcome.TakenOver(HeldClaim claim) -> enter(claim, wish);
            case ClaimOutcome.Completed(Answer answer) -> Mono.just(read(answer));
            case ClaimOutcome.Running() -> Mono.just(new Reply.Running());
            case ClaimOutcome.Mismatch() -> Mono.error(new IllegalStateException("another request under " + key));
        }));
    }

    private Mono<Reply> enter(HeldClaim claim, StartRechargeCommand wish) {
        var command = new StartRechargeCommand(claim.id().value(), wish.owner(), wish.msisdn(), wish.offer(),
                wish.price(), wish.means(), wish.repeatConfirmed());
        return Mono.defer(() -> desk.start(command))
                .onErrorResume(failure -> claims.lapse(claim).onErrorComplete().then(Mono.error(failure)))
                .map(Node::answer)
                .flatMap(answer -> claims.complete(claim, answer)
                        .map(stored -> stored ? read(answer) : new Reply.Running()));
    }

    private static Answer answer(StartOutcome outcome) {
        String order = switch (outcome) {
            case StartOutcome.Accepted(var recharge) -> recharge.id().value();
            case StartOutcome.Refused refused -> "";
            case StartOutcome.ConfirmationNeeded needed -> "";
        };
        return new Answer(200, List.of(), order.getBytes(StandardCharsets.UTF_8));
    }

    private static Reply read(Answer answer) {
        String order = new String(answer.body(), StandardCharsets.UTF_8);
        return new Reply.Told(order.isEmpty() ? Optional.empty() : Optional.of(order));
    }

    /** The pauses of the application's defaults. */
    private static dev.refill.recharge.order.AttemptSchedule schedule() {
        return new dev.refill.recharge.order.AttemptSchedule(Arrays.stream(RechargeState.values())
                .collect(Collectors.toMap(state -> state, Node::waits)));
    }

    private static List<Duration> waits(RechargeState state) {
        return switch (state.name()) {
            case "CREATED" -> seconds(15, 15, 30, 60, 120);
            case "CHARGING" -> seconds(30, 60, 120, 300);
            case "UNKNOWN" -> seconds(5, 15, 60, 300, 900, 3_600, 3_600, 3_600, 10_800, 21_600, 86_400);
            case "REQUIRES_ACTION" -> seconds(30, 30, 60, 120, 300, 600);
            case "PAID" -> seconds(5, 5, 15, 60, 300);
            default -> state.isTerminal() ? List.of() : seconds(30, 300, 3_600);
        };
    }

    private static Offer airtime(OfferId id, WhenSpent whenSpent) {
        return new Offer(id, "Airtime", Currency.getInstance("USD"), new LedgerUnit("airtime:USD"),
                List.of(new Offer.Preset(500, 0), new Offer.Preset(1_000, 100), new Offer.Preset(2_000, 300)), 200,
                10_000, whenSpent, Optional.empty());
    }

    static List<Duration> seconds(long... seconds) {
        return Arrays.stream(seconds).mapToObj(Duration::ofSeconds).toList();
    }

    private static OrderTokens tokens() {
        return new OrderTokens() {

            @Override
            public String tokenFor(RechargeId id) {
                return id.value();
            }

            @Override
            public Optional<RechargeId> open(String token) {
                return Optional.of(new RechargeId(token));
            }
        };
    }
}
