package dev.refill.recharge.r2dbc;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.r2dbc.postgresql.api.PostgresqlConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.gateway.DisputeObservation;
import dev.refill.gateway.DisputeObservation.DisputeLost;
import dev.refill.gateway.DisputeObservation.DisputeOpened;
import dev.refill.gateway.DisputeObservation.DisputeWon;
import dev.refill.gateway.DisputeObservation.FundsReinstated;
import dev.refill.gateway.DisputeObservation.FundsWithdrawn;
import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundFailed;
import dev.refill.gateway.RefundFailureReason;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.order.FakeGateway.RefundFault;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.RechargeOffice;
import dev.refill.recharge.order.TestOrders;
import dev.refill.recharge.outbox.Outbox;
import dev.refill.recharge.outbox.RechargeEvents;
import dev.refill.recharge.outbox.RelayTransitions;
import dev.refill.recharge.outbox.Transition;
import dev.refill.recharge.refund.Refund;
import dev.refill.recharge.refund.RefundDesk;
import dev.refill.recharge.refund.RefundState;
import dev.refill.recharge.refund.RequestOutcome;
import dev.refill.recharge.refund.RequestRefund;
import dev.refill.webhooks.GatewayEventHandler;
import dev.refill.webhooks.OutboundEvent;

import static org.assertj.core.api.Assertions.assertThat;

/** Steps of refunds and disputes are relayed as the changes of orders are: each once, among them in one order. */
class ReturnsOutboxIT {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final ProviderReference DISPUTE = new ProviderReference("du_1");
    private static final DisputeOpened ASKED = new DisputeOpened(DISPUTE, usd(600), "fraudulent");
    private static final FundsWithdrawn WITHDRAWN = new FundsWithdrawn(DISPUTE, usd(600), usd(1_500));

    private final RechargeOffice office = new RechargeOffice();
    /** Behind whatever lease the office's own relay has taken at its start. */
    private final Clock later = Clock.offset(office.clock, Duration.ofMinutes(5));
    private final Outbox outbox = new R2dbcOutbox(office.database.client());
    private RechargeId recharge = new RechargeId("rch_00000000000000000000000000");

    @BeforeEach
    void credited() {
        office.start(RechargeOffice.tenDollars("c1"));
        recharge = order().id();
    }

    @AfterEach
    void booksAndOrdersAreRight() {
        assertThat(office.breaks()).isEmpty();
        office.close();
    }

    private static Money usd(long minor) {
        return Money.of(minor, "USD");
    }

    private Order order() {
        return office.theOrder("c1");
    }

    private RelayTransitions relay(String node, Duration lease, int batch) {
        return new RelayTransitions(outbox, new RechargeEvents(), office.partners, node, lease, batch, later);
    }

    private List<String> told() {
        RelayTransitions relay = relay("one", Duration.ofSeconds(30), 50);
        relay.relayNext().repeat().takeUntil(passed -> passed == 0).blockLast(LONGEST);
        return office.partners.heard().stream().map(OutboundEvent::type).toList();
    }

    private Refund refund(String claim, long amount) {
        RefundDesk desk = office.the(RefundDesk.class);
        return desk.refundable(recharge)
                .flatMap(of -> desk.request(new RequestRefund.Command(claim, recharge, usd(amount), "asked by phone",
                        of.version(), "anna")))
                .repeat()
                .ofType(RequestOutcome.Accepted.class)
                .next()
                .map(RequestOutcome.Accepted::refund)
                .blockOptional(LONGEST)
                .orElseThrow();
    }

    private void handle(GatewayEvent event) {
        office.the(GatewayEventHandler.class).handle(event).block(LONGEST);
    }

    private void tell(DisputeObservation... news) {
        Stream.of(news).forEach(seen -> handle(new GatewayEvent.DisputeObserved(office.gateway.id(), "evt_d",
                TestOrders.NOW, null, new ProviderReference("pi_" + order().payment().operationKey()), seen)));
    }

    private List<JsonNode> data(String type) {
        return office.partners.heard().stream()
                .filter(event -> event.type().equals(type))
                .map(event -> JsonMapper.shared().readTree(event.data()))
                .toList();
    }

    @Test
    void refundThatComesBackThenToldOfBothInTheirOrder() {
        refund("r1", 300);
        Refund refund = refund("r2", 400);
        handle(new GatewayEvent.RefundObserved(office.gateway.id(), "evt_r", TestOrders.NOW, refund.id().operationKey(),
                null, new ProviderReference("pi_" + order().payment().operationKey()),
                new RefundFailed(new ProviderReference("re_" + refund.id()), RefundFailureReason.CARD_GONE, "gone")));

        assertThat(told()).containsExactly("recharge.paid", "recharge.credited", "refund.succeeded", "refund.succeeded",
                "refund.failed");
        assertThat(told()).as("nothing twice").hasSize(5);
        assertThat(office.partners.heard()).extracting(OutboundEvent::owner).containsOnly("app");
        assertThat(data("refund.succeeded")).extracting(data -> data.get("refunded").asLong())
                .containsExactly(300L, 700L);
        assertThat(data("refund.failed")).singleElement().satisfies(data -> {
            assertThat(data.get("id").asString()).isEqualTo(refund.id().value());
            assertThat(data.get("recharge").asString()).isEqualTo(recharge.value());
            assertThat(data.get("version").asLong()).isEqualTo(4);
            assertThat(data.get("amount").asLong()).isEqualTo(400);
            assertThat(data.get("credit").asLong()).isEqualTo(400);
            assertThat(data.get("bonus").asLong()).isEqualTo(40);
            assertThat(data.get("refunded").asLong()).isEqualTo(300);
        });
    }

    @Test
    void refundOnItsWayThenNotTold() {
        office.gateway.next(RefundFault.LOSE_ANSWER_AFTER_REFUNDING);
        assertThat(refund("r1", 400).state()).isEqualTo(RefundState.UNKNOWN);
        assertThat(told()).containsExactly("recharge.paid", "recharge.credited");
        office.resumeAfter(Duration.ofMinutes(1));
        assertThat(told()).endsWith("refund.succeeded").hasSize(3);
    }

    @Test
    void disputeThatIsWonInPartThenToldWhatCameBack() {
        tell(ASKED, WITHDRAWN, WITHDRAWN, new DisputeWon(DISPUTE), new FundsReinstated(DISPUTE, usd(300)));

        assertThat(told()).endsWith("recharge.credited", "dispute.opened", "dispute.won").hasSize(4);
        assertThat(data("dispute.opened")).singleElement().satisfies(data -> {
            assertThat(data.get("state").asString()).isEqualTo("opened");
            assertThat(data.get("amount").asLong()).isEqualTo(600);
            assertThat(data.get("credit").asLong()).isEqualTo(600);
            assertThat(data.get("bonus").asLong()).isEqualTo(60);
        });
        assertThat(data("dispute.won")).singleElement().satisfies(data -> {
            assertThat(data.get("reinstated").asLong()).isEqualTo(300);
            assertThat(data.get("creditBack").asLong()).isEqualTo(300);
            assertThat(data.get("bonusBack").asLong()).isEqualTo(30);
        });
    }

    @Test
    void verdictThatIsKnownBeforeTheMoneyMovesThenToldOfTheMoneyAllTheSame() {
        tell(ASKED, new DisputeWon(DISPUTE));
        assertThat(told()).hasSize(2);
        tell(WITHDRAWN);
        assertThat(told()).endsWith("dispute.opened");
        assertThat(data("dispute.opened")).singleElement()
                .satisfies(data -> assertThat(data.get("state").asString()).isEqualTo("awaiting_funds"));
    }

    @Test
    void disputeThatIsLostThenTold() {
        tell(WITHDRAWN, new DisputeLost(DISPUTE));
        assertThat(told()).endsWith("dispute.opened", "dispute.lost");
    }

    @Test
    void publishingThatFailsThenNothingIsPassedAndTheSameIdsComeAgain() {
        told();
        Refund refund = refund("r1", 400);
        office.partners.fail(true);
        assertThat(relay("one", Duration.ZERO, 50).relayNext().onErrorReturn(-1L).block(LONGEST)).isEqualTo(-1);
        office.partners.fail(false);
        // Published, and killed before it is passed.
        new RelayTransitions(outbox, new RechargeEvents(),
                events -> office.partners.publish(events).then(Mono.error(new IllegalStateException("killed"))), "one",
                Duration.ZERO, 50, later).relayNext().onErrorReturn(-1L).block(LONGEST);

        assertThat(told()).endsWith("refund.succeeded");
        assertThat(office.partners.times()).containsEntry("evt_" + refund.id() + "_2", 2);
    }

    @Test
    void stepThatCommitsLateThenNothingAfterItIsReadBeforeIt() {
        told();
        Refund refund = refund("r1", 400);
        told();
        PostgresqlConnection slow = office.database.unpooled().create().blockOptional(LONGEST).orElseThrow();
        slow.beginTransaction().then(slow.createStatement("""
                INSERT INTO recharge.refund_step (refund_id, version, event, to_state, actor, cause, at, refunded_minor)
                VALUES ($1, 99, 'FAILED', 'FAILED', 'test', 'TEST', now(), 0)
                """).bind("$1", refund.id().value()).execute().flatMap(result -> result.getRowsUpdated()).then())
                .block(LONGEST);
        tell(WITHDRAWN);

        assertThat(next()).as("the later one is committed, the earlier is not").isEmpty();
        slow.rollbackTransaction().then(slow.close()).block(LONGEST);
        assertThat(next()).extracting(Transition::version).containsExactly(1L);
    }

    private List<Transition> next() {
        return outbox.take("one", later.instant(), Duration.ofSeconds(30), 50)
                .blockOptional(LONGEST)
                .orElseThrow()
                .transitions();
    }

    @Test
    void manyAtOnceWhileTwoNodesTakeTheRelayFromEachOtherThenEachIsToldOnceAndTheTotalOnlyGrows() {
        int refunds = 10;
        Mono<Void> writing = Flux.range(0, refunds)
                .flatMap(n -> Mono.fromCallable(() -> refund("r" + n, 60)).subscribeOn(
                        Schedulers.boundedElastic()), refunds)
                .then(Mono.<Void>fromRunnable(() -> tell(new FundsWithdrawn(DISPUTE, usd(400), usd(0)),
                        new FundsReinstated(DISPUTE, usd(400))))
                        .subscribeOn(Schedulers.boundedElastic()));
        Mono<Void> written = writing.cache();
        // A lease that is over at once: the nodes take the relay from each other all the time.
        Flux.merge(written, relaying("one", written), relaying("two", written)).blockLast(LONGEST);

        List<String> types = told();
        assertThat(types).hasSize(2 + refunds + 2).endsWith("dispute.opened", "dispute.won");
        assertThat(data("refund.succeeded")).extracting(data -> data.get("refunded").asLong())
                .containsExactly(60L, 120L, 180L, 240L, 300L, 360L, 420L, 480L, 540L, 600L);
    }

    private Mono<Void> relaying(String node, Mono<Void> written) {
        return relay(node, Duration.ZERO, 3).relayNext().repeat().takeUntilOther(written).then();
    }
}
