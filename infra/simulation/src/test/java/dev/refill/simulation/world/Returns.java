package dev.refill.simulation.world;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayEvent.DisputeObserved;
import dev.refill.gateway.GatewayEvent.RefundObserved;
import dev.refill.ledger.Ledger;
import dev.refill.offer.OfferCatalog;
import dev.refill.recharge.dispute.DisputeStore;
import dev.refill.recharge.dispute.PostDispute;
import dev.refill.recharge.dispute.SettleDispute;
import dev.refill.recharge.lifecycle.MoneyWork;
import dev.refill.recharge.order.FindOrder;
import dev.refill.recharge.order.Gateways;
import dev.refill.recharge.order.OrderIds;
import dev.refill.recharge.order.OrderStore;
import dev.refill.recharge.order.PhaseTimer;
import dev.refill.recharge.order.RestSchedule;
import dev.refill.recharge.order.ResumeDue;
import dev.refill.recharge.refund.AdvanceRefund;
import dev.refill.recharge.refund.DecideRefund;
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
import dev.refill.webhooks.Handling;

/** The refunds and disputes of a node: the real use cases, put together as the application does it. */
final class Returns {

    /** Low, so that many refunds need a second person. */
    private static final long APPROVAL_ABOVE = 1_500;
    private static final RestSchedule<RefundState> SCHEDULE = new RestSchedule<>(RefundState.class,
            RefundState::isCarriedOn, Arrays.stream(RefundState.values())
                    .collect(Collectors.toMap(state -> state, Returns::waits)));

    final RefundDesk desk;
    final ResumeDue<Refund> resume;
    private final RefundNews news;
    private final SettleDispute disputes;

    /** @param ids of refunds and disputes */
    Returns(RefundStore store, DisputeStore disputes, OrderStore orders, Ledger ledger, Gateways gateways,
            OfferCatalog offers, OrderIds ids, MoneyWork work, Duration patience, PhaseTimer phases, Clock clock) {
        FindOrder find = new FindOrder(orders, gateways);
        MoveRefundedCredit credit = new MoveRefundedCredit(ledger, clock);
        SettleRefund settle = new SettleRefund(store, credit, SCHEDULE, clock);
        AdvanceRefund advance = new AdvanceRefund(store, credit, settle, gateways, phases, clock);
        RequestRefund request = new RequestRefund(store, new RefundTerms(offers, APPROVAL_ABOVE), gateways, SCHEDULE,
                ids, clock);
        this.desk = new RefundDesk(request, new DecideRefund(store, SCHEDULE, clock),
                new RuleOnRefund(store, advance, settle, clock), advance, store, work, patience);
        this.resume = new ResumeDue<>(new ResumeRefunds(store, advance, SCHEDULE), clock, Node.COMPLETERS_LEASE, 32, 8);
        this.news = new RefundNews(store, request, advance, settle, find);
        this.disputes = new SettleDispute(disputes, store, find, new PostDispute(ledger, credit, clock), ids, clock);
    }

    Mono<Handling> handle(RefundObserved observed) {
        return news.handle(observed);
    }

    Mono<Handling> handle(DisputeObserved observed) {
        return disputes.handle(observed);
    }

    /** The pauses of the application's defaults. */
    private static List<Duration> waits(RefundState state) {
        return switch (state) {
            case SENDING -> Node.seconds(30, 60, 120, 300, 900, 3_600);
            case UNKNOWN -> Node.seconds(5, 15, 60, 300, 900, 3_600, 3_600, 10_800, 21_600, 86_400);
            case PENDING -> Node.seconds(60, 300, 900, 3_600, 21_600, 86_400);
            case IN_REVIEW -> Node.seconds(86_400);
            case GIVING_BACK -> Node.seconds(30, 60, 300, 900, 3_600);
            case AWAITING_APPROVAL, REJECTED, SUCCEEDED, FAILED -> List.of();
        };
    }
}
