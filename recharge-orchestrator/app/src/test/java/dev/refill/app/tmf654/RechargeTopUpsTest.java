package dev.refill.app.tmf654;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Money;
import dev.refill.gateway.PaymentMethodType;
import dev.refill.ledger.Amount;
import dev.refill.ledger.LedgerUnit;
import dev.refill.offer.OfferId;
import dev.refill.offer.Quantity;
import dev.refill.offer.Quote;
import dev.refill.recharge.Cancellation;
import dev.refill.recharge.Channel;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.Recharges;
import dev.refill.recharge.Refusal;
import dev.refill.recharge.Sighting;
import dev.refill.recharge.StartOutcome;
import dev.refill.recharge.StartRechargeCommand;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.SubscriberId;
import dev.refill.tmf654.TopUpByPayment.Cancelling;
import dev.refill.tmf654.TopUpByPayment.Progress;
import dev.refill.tmf654.TopUpByPayment.Purchase;

import static org.assertj.core.api.Assertions.assertThat;

class RechargeTopUpsTest {

    private static final RechargeId ORDER = new RechargeId("rch_01jd3v5k8m2n4p6q8r0s2t4v6w");
    private static final Purchase PURCHASE = new Purchase("top_1", "crm", new Msisdn("+12025550101"), "airtime-usd",
            new Amount(new LedgerUnit("USD"), 1_000), null);

    private final FakeRecharges recharges = new FakeRecharges();
    private final RechargeTopUps topUps = new RechargeTopUps(recharges);

    /** What became of orders, by their claims. */
    private static final class FakeRecharges implements Recharges {

        private final Map<String, StartOutcome> outcomes = new HashMap<>();
        private @Nullable Cancellation cancellation;
        private StartOutcome next = new StartOutcome.ConfirmationNeeded();

        @Override
        public Mono<StartOutcome> start(StartRechargeCommand command) {
            outcomes.put(command.claimId(), next);
            return Mono.just(next);
        }

        @Override
        public Set<PaymentMethodType> paymentMethods() {
            return Set.of(PaymentMethodType.HOSTED_PAGE);
        }

        @Override
        public Mono<StartOutcome> started(String claimId) {
            return Mono.justOrEmpty(outcomes.get(claimId));
        }

        @Override
        public Mono<StartOutcome> withdraw(String claimId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Mono<Recharge> find(RechargeId id) {
            return Mono.empty();
        }

        @Override
        public Mono<Recharge> refresh(RechargeId id) {
            return Mono.empty();
        }

        @Override
        public Mono<Cancellation> cancel(RechargeId id, String client) {
            return Mono.justOrEmpty(cancellation);
        }

        @Override
        public Flux<Sighting> watch(RechargeId id) {
            return Flux.empty();
        }
    }

    private static StartOutcome order(RechargeState state) {
        return new StartOutcome.Accepted(recharge(state));
    }

    private static Recharge recharge(RechargeState state) {
        LedgerUnit airtime = new LedgerUnit("airtime:USD");
        Quote quote = new Quote(new OfferId("airtime-usd"), Money.of(1_000, "USD"), new Quantity(1_000, airtime),
                new Quantity(0, airtime));
        return new Recharge(ORDER, 1, state, new Recharge.Owner("crm", Channel.APP),
                new SubscriberId("sub_test0101"), PURCHASE.number(), quote, null, null, Instant.EPOCH, Instant.EPOCH);
    }

    @ParameterizedTest
    @EnumSource(RechargeState.class)
    void lookFindsTheOrderThatWasStartedUnderTheSameId(RechargeState state) {
        assertThat(topUps.look("top_1").blockOptional()).as("nothing was begun").isEmpty();
        recharges.next = order(state);
        Progress begun = topUps.start(PURCHASE).block();
        assertThat(topUps.look("top_1").block()).isEqualTo(begun);
        assertThat(topUps.look("top_2").blockOptional()).isEmpty();
        assertThat(begun instanceof Progress.UnderWay).as("%s", begun)
                .isEqualTo(!state.isTerminal() || state == RechargeState.IN_REVIEW);
        assertThat(begun instanceof Progress.Credited).isEqualTo(state == RechargeState.CREDITED);
    }

    @Test
    void cancelSaysWhetherTheWishIsKept() {
        assertThat(cancelled(null)).as("no such order").isNull();
        assertThat(cancelled(new Cancellation.Cancelled(recharge(RechargeState.CANCELLED))))
                .isEqualTo(new Cancelling.Wished(new Progress.Cancelled(ORDER.value())));
        assertThat(cancelled(new Cancellation.UnderWay(recharge(RechargeState.CANCELLING))))
                .isEqualTo(new Cancelling.Wished(new Progress.UnderWay(ORDER.value(), null)));
        assertThat(cancelled(new Cancellation.TooLate(recharge(RechargeState.CHARGING))))
                .isEqualTo(new Cancelling.TooLate(new Progress.UnderWay(ORDER.value(), null)));
        assertThat(cancelled(new Cancellation.TooLate(recharge(RechargeState.DECLINED))))
                .isEqualTo(new Cancelling.TooLate(new Progress.Failed(ORDER.value(), "declined")));
    }

    private @Nullable Cancelling cancelled(@Nullable Cancellation cancellation) {
        recharges.cancellation = cancellation;
        return topUps.cancel(ORDER.value(), "crm").block();
    }

    @Test
    void refusalThatWasKeptIsFoundAgain() {
        recharges.next = new StartOutcome.Refused(Refusal.TOO_MANY_FOR_NUMBER);
        topUps.start(PURCHASE).block();
        assertThat(topUps.look("top_1").block()).isEqualTo(new Progress.Refused("too_many_for_number"));
    }
}
