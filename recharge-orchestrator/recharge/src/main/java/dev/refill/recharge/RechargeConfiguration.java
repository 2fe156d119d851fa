package dev.refill.recharge;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.r2dbc.core.DatabaseClient;

import dev.refill.bucket.Buckets;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.PaymentGateway;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.LedgerUnit;
import dev.refill.offer.OfferCatalog;
import dev.refill.recharge.card.CardDesk;
import dev.refill.recharge.card.ForgetCards;
import dev.refill.recharge.card.KeptCardStore;
import dev.refill.recharge.card.KeptCards;
import dev.refill.recharge.card.SeekCards;
import dev.refill.recharge.dispute.SettleDispute;
import dev.refill.recharge.lifecycle.Completer;
import dev.refill.recharge.lifecycle.MoneyWork;
import dev.refill.recharge.lifecycle.OpenWatches;
import dev.refill.recharge.lifecycle.RechargeChanges;
import dev.refill.recharge.lifecycle.RestingGauges;
import dev.refill.recharge.lifecycle.SwitchWatch;
import dev.refill.recharge.lifecycle.TransitionRelay;
import dev.refill.recharge.order.AdvanceOrder;
import dev.refill.recharge.order.AssessRisk;
import dev.refill.recharge.order.AttemptSchedule;
import dev.refill.recharge.order.CancelRecharge;
import dev.refill.recharge.order.Cascade;
import dev.refill.recharge.order.ChargePayment;
import dev.refill.recharge.order.ClosePayment;
import dev.refill.recharge.order.CreditRecharge;
import dev.refill.recharge.order.CreditTerms;
import dev.refill.recharge.order.Gateways;
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
import dev.refill.recharge.outbox.RechargeEvents;
import dev.refill.recharge.outbox.RelayTransitions;
import dev.refill.recharge.r2dbc.R2dbcGatewaySwitches;
import dev.refill.recharge.r2dbc.R2dbcKeptCardStore;
import dev.refill.recharge.r2dbc.R2dbcOrderStore;
import dev.refill.recharge.r2dbc.R2dbcOutbox;
import dev.refill.recharge.r2dbc.R2dbcReviewStore;
import dev.refill.recharge.r2dbc.R2dbcStrayStore;
import dev.refill.recharge.r2dbc.RechargeInvariants;
import dev.refill.recharge.refund.RefundNews;
import dev.refill.recharge.review.DecideReview;
import dev.refill.recharge.review.GatewayDesk;
import dev.refill.recharge.review.LookUpByHand;
import dev.refill.recharge.review.ReviewDesk;
import dev.refill.recharge.review.ReviewStore;
import dev.refill.recharge.routing.GatewaySwitches;
import dev.refill.recharge.routing.RoutingProperties;
import dev.refill.recharge.web.RechargeWebConfiguration;
import dev.refill.revenue.RevenuePool;
import dev.refill.revenue.RevenuePools;
import dev.refill.risk.DailyAmountLimit;
import dev.refill.risk.NumberVelocity;
import dev.refill.risk.RepeatWithinAMinute;
import dev.refill.risk.RiskPolicy;
import dev.refill.risk.Velocity;
import dev.refill.subscriber.Subscribers;
import dev.refill.webhooks.GatewayEventHandler;
import dev.refill.webhooks.OutboundWebhooks;

/** Puts the parts of recharge orders together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({RechargeProperties.class, OfferProperties.class, RoutingProperties.class})
@Import({RechargeWebConfiguration.class, RefundConfiguration.class})
public class RechargeConfiguration {

    @Bean
    OfferCatalog offerCatalog(OfferProperties offers) {
        return offers.toCatalog();
    }

    /** What is paid is earned as the credit goes that it bought. */
    @Bean
    RevenuePools revenuePools(OfferCatalog offers) {
        return new RevenuePools(offers.offers().stream()
                .map(offer -> new RevenuePool(new LedgerUnit(offer.currency().getCurrencyCode()), offer.creditUnit()))
                .distinct()
                .toList());
    }

    @Bean
    OrderTokens orderTokens(RechargeProperties settings) {
        return new SignedOrderTokens(settings.orderTokenSecret());
    }

    @Bean
    RechargeChanges rechargeChanges(ConnectionFactory connections, DatabaseClient database,
            RechargeProperties settings) {
        return new RechargeChanges(connections, database, settings.lookAnyway());
    }

    @Bean
    OrderStore orderStore(DatabaseClient database, RechargeProperties settings, RechargeChanges changes) {
        return new R2dbcOrderStore(database, settings.write().limits(), changes::changed);
    }

    @Bean
    AttemptSchedule attemptSchedule(RechargeProperties settings) {
        return new AttemptSchedule(Arrays.stream(RechargeState.values())
                .collect(Collectors.toMap(state -> state, settings::waitsOf)));
    }

    @Bean
    Settlement settlement(AttemptSchedule schedule, RechargeProperties settings) {
        return new Settlement(schedule, settings.latePayment().policy());
    }

    @Bean
    PhaseTimer phaseTimer(MeterRegistry meters) {
        return new PhaseTimer(meters);
    }

    @Bean
    GatewaySwitches gatewaySwitches(DatabaseClient database) {
        return new R2dbcGatewaySwitches(database);
    }

    @Bean
    SwitchWatch switchWatch(GatewaySwitches switches, RoutingProperties settings) {
        return new SwitchWatch(switches, settings.switchesEvery());
    }

    @Bean
    Gateways gateways(List<PaymentGateway> gateways, RechargeProperties settings, RoutingProperties routing,
            SwitchWatch switches) {
        return new Gateways(gateways, new GatewayId(settings.gateway()), routing.toRules(), switches::isOff);
    }

    @Bean
    CreditRecharge creditRecharge(Ledger ledger, OfferCatalog offers, Buckets buckets, OrderStore store,
            Settlement settlement, PhaseTimer phases, Clock clock) {
        return new CreditRecharge(ledger, CreditTerms.of(offers, buckets, clock), store, settlement, phases, clock);
    }

    @Bean
    Cascade cascade(Gateways gateways, PaymentTerms terms, Settlement settlement, Clock clock) {
        return new Cascade(gateways, terms, settlement, new OrderIds(clock, ThreadLocalRandom::current));
    }

    @Bean
    StrayPayments strayPayments(OrderStore store, Ledger ledger, MeterRegistry meters, Clock clock) {
        return new StrayPayments(store, ledger, meters, clock);
    }

    @Bean
    SettleRecharge settleRecharge(OrderStore store, Settlement settlement, Cascade cascade, StrayPayments strays,
            CreditRecharge credit, PhaseTimer phases, Clock clock) {
        return new SettleRecharge(store, settlement, cascade, strays, credit, phases, clock);
    }

    @Bean
    PaymentTerms paymentTerms(RechargeProperties settings, OrderTokens tokens) {
        return new PaymentTerms(settings.portalUrl(), settings.payableFor(), settings.resendFor(), tokens);
    }

    @Bean
    LookUpPayment lookUpPayment(Gateways gateways, PaymentTerms terms, PhaseTimer phases) {
        return new LookUpPayment(gateways, terms, phases);
    }

    @Bean
    ClosePayment closePayment(Gateways gateways, SettleRecharge settle, PhaseTimer phases) {
        return new ClosePayment(gateways, settle, phases);
    }

    @Bean
    AdvanceOrder advanceOrder(RechargeProperties settings, PaymentTerms terms, Gateways gateways, OrderStore store,
            LookUpPayment lookUp, ClosePayment close, Settlement settlement, Cascade cascade, SettleRecharge settle,
            CreditRecharge credit, PhaseTimer phases, Clock clock) {
        var risk = new AssessRisk(policies(settings.risk()), store, settlement, clock);
        var charge = new ChargePayment(gateways, terms, store, settlement, cascade, settle, phases, clock);
        return new AdvanceOrder(risk, charge, lookUp, close, settle, credit, terms, clock);
    }

    private static RiskPolicy policies(RechargeProperties.RiskLimits limits) {
        return RiskPolicy.strictestOf(List.of(
                new RepeatWithinAMinute(),
                new NumberVelocity(limits.ordersPerNumberAndHour()),
                new DailyAmountLimit(limits.amountPerNumberAndDay())));
    }

    @Bean
    MoneyWork moneyWork(RechargeProperties settings) {
        return new MoneyWork(settings.mostAtOnce(), settings.longestDrain());
    }

    @Bean
    OpenWatches openWatches(RechargeProperties settings, MeterRegistry meters) {
        var live = settings.live();
        var watches = new OpenWatches(live.mostAtOnce(), live.longest(), live.heartbeat());
        Gauge.builder("refill.recharge.streams", watches, OpenWatches::open).register(meters);
        return watches;
    }

    @Bean
    Recharges recharges(RechargeProperties settings, OfferCatalog offers, Subscribers subscribers, OrderStore store,
            AdvanceOrder advance, ClosePayment close, SettleRecharge settle, Gateways gateways,
            KeptCardStore cards, AttemptSchedule schedule, PhaseTimer phases, MoneyWork work, RechargeChanges changes,
            OpenWatches watches,
            Clock clock) {
        var clients = Velocity.perSecond(settings.risk().ordersPerClientAndSecond());
        var phones = Velocity.perHour(settings.risk().ordersPerPayerAndHour());
        var start = new StartRecharge(offers, subscribers, clients, phones, store, advance, gateways,
                cards::keeperOf, schedule,
                new OrderIds(clock, ThreadLocalRandom::current), phases, clock);
        return new OrderDesk(start, new CancelRecharge(close, settle), advance, store, gateways, work, changes,
                watches, settings.patience());
    }

    @Bean
    ReviewStore reviewStore(DatabaseClient database, RechargeChanges changes) {
        return new R2dbcReviewStore(database, changes::changed);
    }

    @Bean
    RechargeOperations rechargeOperations(RechargeProperties settings, OrderStore orders, ReviewStore store,
            LookUpPayment lookUp, PaymentTerms terms, Settlement settlement, SettleRecharge settle,
            CreditRecharge credit, MoneyWork work, Clock clock) {
        return new ReviewDesk(orders, store, new LookUpByHand(lookUp, settle, store, clock),
                new DecideReview(orders, store, lookUp, terms, settlement, credit, clock), work, settings.alarmAfter(),
                clock);
    }

    @Bean
    GatewayOperations gatewayOperations(Gateways gateways, GatewaySwitches switches, SwitchWatch watch,
            DatabaseClient database, Ledger ledger, Clock clock) {
        return new GatewayDesk(gateways, switches, watch::look, new R2dbcStrayStore(database), ledger, clock);
    }

    @Bean
    RestingGauges restingGauges(RechargeProperties settings, RechargeOperations operations, MoneyBack moneyBack,
            GatewayOperations gateways, MeterRegistry meters) {
        return new RestingGauges(operations, moneyBack, gateways, settings.countEvery(), meters);
    }

    @Bean
    ResumeStuckRecharges resumeStuckRecharges(RechargeProperties settings, OrderStore store, AdvanceOrder advance,
            AttemptSchedule schedule, Clock clock) {
        var pace = settings.completer();
        return new ResumeStuckRecharges(store, advance, schedule, clock, pace.lease(), pace.batch(),
                pace.concurrency());
    }

    @Bean
    Completer completer(RechargeProperties settings, ResumeStuckRecharges resume) {
        return new Completer("orders", resume::resumeDue, settings.completer().every());
    }

    @Bean
    KeptCardStore keptCardStore(DatabaseClient database) {
        return new R2dbcKeptCardStore(database);
    }

    @Bean
    KeptCards keptCards(KeptCardStore store, Gateways gateways, Clock clock) {
        return new CardDesk(store, gateways, clock);
    }

    @Bean
    SeekCards seekCards(KeptCardStore store, Gateways gateways, Clock clock) {
        return new SeekCards(store, gateways, clock);
    }

    @Bean
    ForgetCards forgetCards(KeptCardStore store, Gateways gateways, Clock clock) {
        return new ForgetCards(store, gateways, clock);
    }

    @Bean
    Completer soughtCards(RechargeProperties settings, SeekCards cards) {
        return new Completer("kept cards", cards::round, settings.completer().every());
    }

    @Bean
    Completer forgottenCards(RechargeProperties settings, ForgetCards cards) {
        return new Completer("removed cards", cards::round, settings.completer().every());
    }

    @Bean
    RechargeEvents rechargeEvents() {
        return new RechargeEvents();
    }

    @Bean
    TransitionRelay transitionRelay(RechargeProperties settings, DatabaseClient database, RechargeEvents events,
            OutboundWebhooks webhooks, Clock clock) {
        var pace = settings.relay();
        return new TransitionRelay(new RelayTransitions(new R2dbcOutbox(database), events, webhooks,
                UUID.randomUUID().toString(), pace.lease(), pace.batch(), clock), pace.every(),
                pace.batch());
    }

    @Bean
    RechargeInvariants rechargeInvariants(DatabaseClient database) {
        return new RechargeInvariants(database);
    }

    @Bean
    GatewayEventHandler gatewayEventHandler(OrderStore store, SettleRecharge settle, RefundNews refunds,
            SettleDispute disputes) {
        return new PaymentEventHandler(store, settle, refunds::handle, disputes::handle);
    }
}
