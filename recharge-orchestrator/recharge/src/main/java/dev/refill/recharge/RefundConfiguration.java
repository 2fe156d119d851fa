package dev.refill.recharge;

import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.r2dbc.core.DatabaseClient;

import dev.refill.bucket.Buckets;
import dev.refill.ledger.Ledger;
import dev.refill.offer.OfferCatalog;
import dev.refill.recharge.dispute.DisputeStore;
import dev.refill.recharge.dispute.PostDispute;
import dev.refill.recharge.dispute.SettleDispute;
import dev.refill.recharge.lifecycle.Completer;
import dev.refill.recharge.lifecycle.MoneyWork;
import dev.refill.recharge.order.FindOrder;
import dev.refill.recharge.order.Gateways;
import dev.refill.recharge.order.OrderIds;
import dev.refill.recharge.order.OrderStore;
import dev.refill.recharge.order.PhaseTimer;
import dev.refill.recharge.order.RestSchedule;
import dev.refill.recharge.order.ResumeDue;
import dev.refill.recharge.r2dbc.R2dbcDisputeStore;
import dev.refill.recharge.r2dbc.R2dbcHoldsBack;
import dev.refill.recharge.r2dbc.R2dbcMoneyBack;
import dev.refill.recharge.r2dbc.R2dbcRefundStore;
import dev.refill.recharge.refund.AdvanceRefund;
import dev.refill.recharge.refund.DecideRefund;
import dev.refill.recharge.refund.FourEyes;
import dev.refill.recharge.refund.MoveRefundedCredit;
import dev.refill.recharge.refund.Refund;
import dev.refill.recharge.refund.RefundDesk;
import dev.refill.recharge.refund.RefundNews;
import dev.refill.recharge.refund.RefundState;
import dev.refill.recharge.refund.RefundStore;
import dev.refill.recharge.refund.RefundTerms;
import dev.refill.recharge.refund.RequestRefund;
import dev.refill.recharge.refund.ResumeRefunds;
import dev.refill.recharge.refund.RuleOnRefund;
import dev.refill.recharge.refund.SettleRefund;
import dev.refill.recharge.refund.web.RefundWebConfiguration;

/** Puts the parts of refunds and disputes together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RefundProperties.class)
@Import(RefundWebConfiguration.class)
class RefundConfiguration {

    @Bean
    RefundStore refundStore(DatabaseClient database) {
        return new R2dbcRefundStore(database);
    }

    @Bean
    RestSchedule<RefundState> refundSchedule(RefundProperties settings) {
        return new RestSchedule<>(RefundState.class, RefundState::isCarriedOn, Arrays.stream(RefundState.values())
                .collect(Collectors.toMap(state -> state, settings::waitsOf)));
    }

    @Bean
    FindOrder findOrder(OrderStore orders, Gateways gateways) {
        return new FindOrder(orders, gateways);
    }

    @Bean
    MoveRefundedCredit moveRefundedCredit(Ledger ledger, Clock clock) {
        return new MoveRefundedCredit(ledger, clock);
    }

    @Bean
    CreditHistory creditHistory(Ledger ledger, Buckets buckets) {
        return new CreditHistory(ledger, buckets::timedOf);
    }

    @Bean
    ReadCredit readCredit(Ledger ledger, Buckets buckets, DatabaseClient database, Clock clock) {
        return new ReadCredit(ledger, buckets::purseOf, new R2dbcHoldsBack(database), clock);
    }

    @Bean
    SettleRefund settleRefund(RefundStore store, MoveRefundedCredit credit, RestSchedule<RefundState> schedule,
            Clock clock) {
        return new SettleRefund(store, credit, schedule, clock);
    }

    @Bean
    AdvanceRefund advanceRefund(RefundStore store, MoveRefundedCredit credit, SettleRefund settle, Gateways gateways,
            PhaseTimer phases, Clock clock) {
        return new AdvanceRefund(store, credit, settle, gateways, phases, clock);
    }

    @Bean
    RefundTerms refundTerms(RefundProperties settings, OfferCatalog offers) {
        return new RefundTerms(offers, settings.approvalAbove());
    }

    @Bean
    FourEyes fourEyes(RefundStore store, RefundTerms terms) {
        return new FourEyes(store, terms);
    }

    @Bean
    RequestRefund requestRefund(RefundStore store, RefundTerms terms, Gateways gateways,
            RestSchedule<RefundState> schedule, Clock clock) {
        return new RequestRefund(store, terms, gateways, schedule,
                new OrderIds(clock, ThreadLocalRandom::current), clock);
    }

    @Bean
    RefundDesk refundDesk(RechargeProperties settings, RequestRefund request, AdvanceRefund advance, RefundStore store,
            SettleRefund settle, RestSchedule<RefundState> schedule, MoneyWork work, Clock clock) {
        return new RefundDesk(request, new DecideRefund(store, schedule, clock),
                new RuleOnRefund(store, advance, settle, clock), advance, store, work, settings.patience());
    }

    @Bean
    RefundNews refundNews(RefundStore store, RequestRefund request, AdvanceRefund advance, SettleRefund settle,
            FindOrder orders) {
        return new RefundNews(store, request, advance, settle, orders);
    }

    @Bean
    DisputeStore disputeStore(DatabaseClient database) {
        return new R2dbcDisputeStore(database);
    }

    @Bean
    MoneyBack moneyBack(DatabaseClient database, RefundStore refunds, DisputeStore disputes) {
        return new R2dbcMoneyBack(database, refunds, disputes);
    }

    @Bean
    SettleDispute settleDispute(DisputeStore disputes, RefundStore refunds, FindOrder orders, Ledger ledger,
            MoveRefundedCredit credit, Clock clock) {
        return new SettleDispute(disputes, refunds, orders,
                new PostDispute(ledger, credit, clock), new OrderIds(clock, ThreadLocalRandom::current), clock);
    }

    @Bean
    ResumeDue<Refund> resumeRefunds(RefundProperties settings, RefundStore store, AdvanceRefund advance,
            RestSchedule<RefundState> schedule, Clock clock) {
        var pace = settings.completer();
        return new ResumeDue<>(new ResumeRefunds(store, advance, schedule), clock, pace.lease(), pace.batch(),
                pace.concurrency());
    }

    @Bean
    Completer refundCompleter(RefundProperties settings, ResumeDue<Refund> resume) {
        return new Completer("refunds", resume::resumeDue, settings.completer().every());
    }
}
