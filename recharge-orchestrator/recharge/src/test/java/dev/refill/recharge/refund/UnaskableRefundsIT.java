package dev.refill.recharge.refund;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.Money;
import dev.refill.gateway.NotAskable;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundFailed;
import dev.refill.gateway.RefundFailureReason;
import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundObservation;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.gateway.Unknown;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.order.FakeGateway.RefundFault;
import dev.refill.recharge.order.RechargeOffice;
import dev.refill.recharge.order.TestOrders;
import dev.refill.webhooks.GatewayEventHandler;
import dev.refill.webhooks.Handling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Refunds at a provider that tells of them by webhook alone. Ten dollars buy 1000 of airtime and 100 of bonus. */
@ExtendWith(OutputCaptureExtension.class)
class UnaskableRefundsIT {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final RefundSucceeded MADE_THERE = new RefundSucceeded(new ProviderReference("re_by_hand"),
            Money.of(500, "USD"));
    private static final RefundFailed CAME_BACK = new RefundFailed(MADE_THERE.reference(),
            RefundFailureReason.REFUSED_BY_BANK, "account closed");

    private final RechargeOffice office = new RechargeOffice();

    @BeforeEach
    void recharged() {
        office.gateway.looksUpRefundsOnly(new NotAskable());
        office.start(RechargeOffice.tenDollars("c1"));
    }

    private RechargeId recharge() {
        return office.theOrder("c1").id();
    }

    @AfterEach
    void booksAndOrdersAreRight() {
        assertThat(office.breaks()).isEmpty();
        office.close();
    }

    @ParameterizedTest
    @EnumSource(value = RefundFault.class, names = {"REFUSE_CONNECTION", "LOSE_ANSWER_BEFORE_REFUNDING",
            "LOSE_ANSWER_AFTER_REFUNDING"})
    void refundWhoseFirstTryFailedIsSentAgainUnderTheSameKey(RefundFault fault) {
        office.gateway.next(fault);
        Refund refund = refund(400);
        assertThat(office.airtime()).as("taken before it was sent").isEqualTo(1_100 - 440);

        office.resumeAfter(Duration.ofMinutes(1));

        assertThat(theRefund(refund).state()).isEqualTo(RefundState.SUCCEEDED);
        assertThat(office.gateway.refundsMade()).isEqualTo(1);
        assertThat(office.airtime()).isEqualTo(1_100 - 440);
    }

    /** Nobody can say that it never arrived, so nothing is given back; and a key that is forgotten would be another refund. */
    @ParameterizedTest
    @MethodSource("silences")
    void refundOfWhichNothingIsToldComesToAPersonOnceItsKeyMayBeForgotten(RefundLookupOutcome silence,
            CapturedOutput output) {
        office.gateway.looksUpRefundsOnly(silence);
        office.gateway.next(RefundFault.LOSE_ANSWER_BEFORE_REFUNDING);
        Refund refund = refund(400);

        office.resumeAfter(Duration.ofHours(24));

        assertThat(office.gateway.refundsMade()).isZero();
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.UNKNOWN);
        assertThat(office.airtime()).isEqualTo(1_100 - 440);
        assertThat(output).contains("ERROR", "somebody has to look for " + refund.id().operationKey());
    }

    private static Stream<RefundLookupOutcome> silences() {
        return Stream.of(new NotAskable(), Unknown.gaveUp("not among the newest refunds of its payment"));
    }

    /** A list that is too long to be read is as good as none; a provider without an answer is asked again first. */
    @Test
    void refundThatALongListHidesIsSentAgainAndOneOfAnIllProviderRests() {
        office.gateway.next(RefundFault.LOSE_ANSWER_BEFORE_REFUNDING);
        Refund refund = refund(400);
        office.gateway.looksUpRefundsOnly(new Unknown("no answer"));
        office.resumeAfter(Duration.ofMinutes(1));
        assertThat(office.gateway.refundsMade()).isZero();

        office.gateway.looksUpRefundsOnly(Unknown.gaveUp("not among the newest refunds of its payment"));
        office.resumeAfter(Duration.ofMinutes(10));

        assertThat(theRefund(refund).state()).isEqualTo(RefundState.SUCCEEDED);
        assertThat(office.gateway.refundsMade()).isEqualTo(1);
    }

    @Test
    void refundThatSomebodyMadeThereIsBelievedAsItWasTold() {
        assertThat(told(MADE_THERE)).isEqualTo(new Handling.Done());
        assertThat(told(MADE_THERE)).as("told twice").isEqualTo(new Handling.Done());
        assertThat(states()).containsExactly(RefundState.SUCCEEDED);
        assertThat(office.airtime()).isEqualTo(1_100 - 550);

        assertThat(told(CAME_BACK)).isEqualTo(new Handling.Done());

        assertThat(states()).containsExactly(RefundState.FAILED);
        assertThat(office.airtime()).isEqualTo(1_100);
    }

    /** News of a refund may carry its payment's key in place of its own. */
    @ParameterizedTest
    @MethodSource("ends")
    void refundOfOursIsFoundByTheProvidersReference(boolean succeeds, RefundState end, long airtime) {
        office.gateway.next(RefundFault.TAKE_TIME);
        Refund refund = refund(400);
        assertThat(refund.state()).isEqualTo(RefundState.PENDING);
        var reference = Objects.requireNonNull(refund.reference());

        assertThat(told(succeeds
                ? new RefundSucceeded(reference, refund.amount())
                : new RefundFailed(reference, RefundFailureReason.REFUSED_BY_BANK, "account closed")))
                .isEqualTo(new Handling.Done());

        assertThat(theRefund(refund).state()).isEqualTo(end);
        assertThat(office.airtime()).isEqualTo(airtime);
        assertThat(states()).as("no second one").hasSize(1);
    }

    private static Stream<Arguments> ends() {
        return Stream.of(arguments(true, RefundState.SUCCEEDED, 660L), arguments(false, RefundState.FAILED, 1_100L));
    }

    /** Nobody can be asked which of the two is the later one. */
    @Test
    void moneyThatGoesAfterItCameBackIsAPersonsMatter() {
        told(MADE_THERE);
        told(CAME_BACK);
        assertThatExceptionOfType(RefundContradicted.class).isThrownBy(() -> told(MADE_THERE));
        assertThat(states()).containsExactly(RefundState.FAILED);
        assertThat(office.airtime()).isEqualTo(1_100);
    }

    /** Without a key of the refund, and with its payment's. */
    private Handling told(RefundObservation seen) {
        return office.the(GatewayEventHandler.class)
                .handle(new GatewayEvent.RefundObserved(office.gateway.id(), "evt_r", TestOrders.NOW, null,
                        office.theOrder("c1").payment().operationKey(), new ProviderReference("pi_of_the_provider"),
                        seen))
                .blockOptional(LONGEST)
                .orElseThrow();
    }

    private Refund refund(long amount) {
        RechargeId of = recharge();
        RequestOutcome outcome = desk().refundable(of)
                .flatMap(seen -> desk().request(new RequestRefund.Command("r1", of, Money.of(amount, "USD"),
                        "asked by phone", seen.version(), "anna")))
                .blockOptional(LONGEST).orElseThrow();
        assertThat(outcome).isInstanceOf(RequestOutcome.Accepted.class);
        return ((RequestOutcome.Accepted) outcome).refund();
    }

    private Refund theRefund(Refund refund) {
        return desk().find(refund.id()).blockOptional(LONGEST).orElseThrow();
    }

    private List<RefundState> states() {
        return desk().of(recharge()).map(Refund::state).collectList().blockOptional(LONGEST).orElseThrow();
    }

    private RefundDesk desk() {
        return office.the(RefundDesk.class);
    }
}
