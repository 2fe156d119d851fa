package dev.refill.recharge.review;

import java.time.Clock;
import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.Decision;
import dev.refill.recharge.DecisionOutcome;
import dev.refill.recharge.OrderFile;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.order.Cause;
import dev.refill.recharge.order.CreditRecharge;
import dev.refill.recharge.order.Instants;
import dev.refill.recharge.order.LookUpPayment;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.OrderChange;
import dev.refill.recharge.order.OrderOvertaken;
import dev.refill.recharge.order.OrderStore;
import dev.refill.recharge.order.PaymentTerms;
import dev.refill.recharge.order.Settlement;

/** Carries out what a person decides on an order in review, if the provider's word allows it. */
public final class DecideReview {

    private static final Logger log = LoggerFactory.getLogger(DecideReview.class);

    private final OrderStore orders;
    private final ReviewStore store;
    private final LookUpPayment lookUp;
    private final PaymentTerms terms;
    private final Settlement settlement;
    private final CreditRecharge credit;
    private final Clock clock;

    public DecideReview(OrderStore orders, ReviewStore store, LookUpPayment lookUp, PaymentTerms terms,
            Settlement settlement, CreditRecharge credit, Clock clock) {
        this.orders = orders;
        this.store = store;
        this.lookUp = lookUp;
        this.terms = terms;
        this.settlement = settlement;
        this.credit = credit;
        this.clock = clock;
    }

    /**
     * What a person wants.
     *
     * @param version of the order as the person saw it
     */
    record Wish(long version, Decision decision, String person, String reason) {}

    Mono<DecisionOutcome> decide(Order order, Wish wish) {
        if (order.recharge().version() != wish.version()) {
            return Mono.just(new DecisionOutcome.Stale(order.recharge()));
        }
        if (order.state() != RechargeState.IN_REVIEW) {
            return Mono.just(new DecisionOutcome.NotInReview(order.recharge()));
        }
        return Mono.zip(store.find(order.id()), lookUp.lookUp(order))
                .flatMap(known -> decide(order, wish, known.getT1(), known.getT2()));
    }

    private Mono<DecisionOutcome> decide(Order order, Wish wish, OrderFile file, LookupOutcome found) {
        Instant now = Instants.now(clock);
        var facts = new Ruling.Facts(file.captured(), file.goesBack(), file.gone(), found,
                terms.hasSurelyArrivedOrNever(order, now));
        return switch (Ruling.of(wish.decision(), order, facts)) {
            case Ruling.Allowed(RechargeEvent event) -> carryOut(order, wish, event, found, now);
            case Ruling.Refused(DecisionOutcome.Why why) -> {
                log.warn("{}: {} by {} was refused: {}, {}", order.id(), wish.decision(), wish.person(), why,
                        Found.words(found));
                yield Mono.just(new DecisionOutcome.Refused(why, Found.words(found)));
            }
        };
    }

    private Mono<DecisionOutcome> carryOut(Order order, Wish wish, RechargeEvent event, LookupOutcome found,
            Instant now) {
        OrderFile.Deed deed = new OrderFile.Deed(wish.version() + 1, wish.person(),
                OrderFile.Kind.valueOf(wish.decision().name()), wish.reason(), Found.words(found), now);
        return store.decide(order, change(order, wish, event, found, now), deed)
                // Read anew, as a refund that came and went since leaves the version as it was, and its money held.
                .flatMap(decided -> orders.byId(decided.id()))
                .flatMap(credit::creditIfPaid)
                .<DecisionOutcome>map(after -> new DecisionOutcome.Decided(after.recharge()))
                .onErrorResume(OrderOvertaken.class, overtaken -> orders.byId(order.id())
                        .map(fresh -> new DecisionOutcome.Stale(fresh.recharge())));
    }

    private OrderChange change(Order order, Wish wish, RechargeEvent event, LookupOutcome found, Instant now) {
        ProviderReference reference = Found.reference(found);
        Cause cause = new Cause(wish.person(), Cause.Source.OPERATOR,
                reference == null ? order.payment().operationKey().value() : reference.value());
        return settlement.decided(order, event, found, cause, now)
                .orElseThrow(() -> new IllegalStateException(event + " has no row from " + order.state()));
    }
}
