package dev.refill.recharge.refund;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
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
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.Money;
import dev.refill.gateway.NotAskable;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundFailed;
import dev.refill.gateway.RefundFailureReason;
import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundObservation;
import dev.refill.gateway.RefundPending;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.gateway.Unknown;
import dev.refill.recharge.MoneyBack;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.lifecycle.RestingGauges;
import dev.refill.recharge.order.Cause;
import dev.refill.recharge.order.FakeGateway.RefundFault;
import dev.refill.recharge.order.RechargeOffice;
import dev.refill.recharge.order.TestOrders;
import dev.refill.recharge.refund.RuleOnRefund.Testimony;
import dev.refill.webhooks.GatewayEventHandler;
import dev.refill.webhooks.Handling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Refunds at a provider that tells of them by webhook alone. Ten dollars buy 1000 of airtime and 100 of bonus. */
@ExtendWith(OutputCaptureExtension.class)
class UnaskableRefundsIT {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final RefundSucceeded MADE_THERE = new RefundSucceeded(new ProviderReference("re_by_hand"),
            Money.of(500, "USD"));
    private static final RefundFailed CAME_BACK = new RefundFailed(MADE_THERE.reference(),
            RefundFailureReason.REFUSED_BY_BANK, "account closed");

    private static final ProviderReference THERE = new ProviderReference("re_there");

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
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.IN_REVIEW);
        assertThat(office.airtime()).isEqualTo(1_100 - 440);
        assertThat(output).contains("ERROR", "somebody has to look for " + refund.id().operationKey());
        assertThat(office.the(MoneyBack.class).resting(RefundState.IN_REVIEW, null, 10).map(Refund::id)
                .collectList().block(LONGEST)).containsExactly(refund.id());
        office.the(RestingGauges.class).count().block(LONGEST);
        assertThat(office.the(MeterRegistry.class).get("refill.refunds.resting").tag("state", "in_review").gauge()
                .value()).isEqualTo(1);
    }

    @Test
    void refundWithoutNewsForDaysComesToAPersonToo() {
        office.gateway.next(RefundFault.TAKE_TIME);
        Refund refund = refund(400);
        office.resumeAfter(Duration.ofDays(5));
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.PENDING);

        office.resumeAfter(Duration.ofDays(2));

        assertThat(theRefund(refund).state()).isEqualTo(RefundState.IN_REVIEW);
    }

    /** The words of the person decide, and are kept with the name. */
    @ParameterizedTest
    @MethodSource("verdicts")
    void personDecidesOnARefundOfWhichNothingIsTold(Verdict verdict, RefundState end, long airtime) {
        Refund refund = inReview();

        assertThat(ruled(refund, verdict, "bert")).isInstanceOf(RefundDecision.Made.class);

        assertThat(theRefund(refund).state()).isEqualTo(end);
        assertThat(office.airtime()).isEqualTo(airtime);
        assertThat(desk().steps(refund.id()).collectList().blockOptional(LONGEST).orElseThrow())
                .filteredOn(step -> step.event() == verdict.event())
                .singleElement()
                .satisfies(step -> assertThat(step.cause())
                        .isEqualTo(new Cause("bert", Cause.Source.OPERATOR, "seen in the list of the day")));
        assertThat(ruled(refund, verdict, "bert")).as("repeated")
                .isEqualTo(new RefundDecision.Made(theRefund(refund), false));
        assertThat(ruled(refund, verdict == Verdict.FAILED ? Verdict.SUCCEEDED : Verdict.FAILED, "carl"))
                .isInstanceOf(RefundDecision.NotOpen.class);
        assertThat(office.gateway.refundsMade()).isZero();
    }

    private static Stream<Arguments> verdicts() {
        return Stream.of(arguments(Verdict.SUCCEEDED, RefundState.SUCCEEDED, 660L),
                arguments(Verdict.FAILED, RefundState.FAILED, 1_100L));
    }

    @Test
    void whoAskedForARefundDoesNotDecideOnIt() {
        Refund refund = inReview();
        assertThat(ruled(refund, Verdict.FAILED, "anna")).isInstanceOf(RefundDecision.SamePerson.class);
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.IN_REVIEW);
        assertThat(ruled(new RefundId("rfd_" + "%026d".formatted(7)), Verdict.FAILED, "bert"))
                .isInstanceOf(RefundDecision.NoSuchRefund.class);
    }

    /** By it, what is told later finds the refund, and is no other one. */
    @Test
    void thatItSucceededTakesTheProvidersIdOfIt() {
        told(MADE_THERE);
        Refund refund = inReview();
        assertThat(ruled(refund.id(), new Testimony(Verdict.SUCCEEDED, null, "seen"), "bert"))
                .isInstanceOf(RefundDecision.ReferenceNeeded.class);
        assertThat(ruled(refund.id(), new Testimony(Verdict.SUCCEEDED, MADE_THERE.reference(), "seen"), "bert"))
                .isInstanceOf(RefundDecision.OtherReference.class);
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.IN_REVIEW);

        ruled(refund, Verdict.SUCCEEDED, "bert");

        assertThat(theRefund(refund).reference()).isEqualTo(THERE);
        assertThat(told(new RefundSucceeded(THERE, refund.amount()))).isEqualTo(new Handling.Done());
        assertThat(states()).as("no third one").hasSize(2);
        assertThat(office.airtime()).isEqualTo(1_100 - 440 - 550);
    }

    @Test
    void refundThatHasAnIdOfTheProvidersGetsNoOther() {
        office.gateway.next(RefundFault.TAKE_TIME);
        Refund refund = refund(400);
        office.resumeAfter(Duration.ofDays(7));
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.IN_REVIEW);
        assertThat(ruled(refund, Verdict.SUCCEEDED, "bert")).isInstanceOf(RefundDecision.OtherReference.class);
        assertThat(ruled(refund.id(), new Testimony(Verdict.SUCCEEDED, null, "seen"), "bert"))
                .isInstanceOf(RefundDecision.Made.class);
        assertThat(theRefund(refund).reference()).isEqualTo(refund.reference());
    }

    @Test
    void refundThatIsFoundOutByItselfIsNoPersons() {
        office.gateway.next(RefundFault.LOSE_ANSWER_BEFORE_REFUNDING);
        Refund refund = refund(400);
        assertThat(ruled(refund, Verdict.FAILED, "bert")).isInstanceOf(RefundDecision.NotOpen.class);
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.UNKNOWN);
    }

    /** It is asked at the moment of the decision, and what it tells then counts. */
    @Test
    void providersWordComesBeforeAPersons() {
        Refund refund = inReview();
        office.gateway.looksUpRefundsOnly(
                new RefundSucceeded(new ProviderReference("re_in_the_end"), refund.amount()));

        assertThat(ruled(refund, Verdict.FAILED, "bert")).isInstanceOfSatisfying(RefundDecision.ProviderTold.class,
                told -> assertThat(told.refund().state()).isEqualTo(RefundState.SUCCEEDED));
        assertThat(office.airtime()).isEqualTo(1_100 - 440);
    }

    @Test
    void whatTheProviderBearsOutIsDecided() {
        Refund refund = inReview();
        office.gateway.looksUpRefundsOnly(new RefundSucceeded(THERE, refund.amount()));
        assertThat(ruled(refund, Verdict.SUCCEEDED, "bert")).isInstanceOf(RefundDecision.Made.class);
        assertThat(theRefund(refund).reference()).isEqualTo(THERE);
    }

    private static Stream<RefundLookupOutcome> notThisRefund() {
        return Stream.of(new NotFound(), new RefundSucceeded(THERE, Money.of(399, "USD")), new RefundPending(THERE),
                CAME_BACK);
    }

    /** Of a provider that can be asked by an id, what a person has typed is not believed. */
    @ParameterizedTest
    @MethodSource("notThisRefund")
    void idThatTheProviderKnowsNotOrAsAnotherRefundIsRefused(RefundLookupOutcome found) {
        Refund refund = inReview();
        office.gateway.looksUpRefundsOnly(Unknown.gaveUp("not among the newest refunds of its payment"));
        office.gateway.looksUpNamedRefundsAs(found);
        assertThat(ruled(refund, Verdict.SUCCEEDED, "bert")).isInstanceOf(RefundDecision.OtherReference.class);
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.IN_REVIEW);
    }

    /** A list that is too long hides it, and its id finds it. */
    @Test
    void idThatTheProviderKnowsAsThatRefundIsTaken() {
        Refund refund = inReview();
        office.gateway.looksUpRefundsOnly(Unknown.gaveUp("not among the newest refunds of its payment"));
        office.gateway.looksUpNamedRefundsAs(new RefundSucceeded(THERE, refund.amount()));
        assertThat(ruled(refund, Verdict.SUCCEEDED, "bert")).isInstanceOf(RefundDecision.Made.class);
        assertThat(theRefund(refund).reference()).isEqualTo(THERE);
    }

    /** What it knows by the refund's own key comes before any id that a person has typed. */
    @Test
    void providersWordByTheKeyComesBeforeTheTypedId() {
        Refund refund = inReview();
        var its = new ProviderReference("re_its_own");
        office.gateway.looksUpRefundsOnly(new RefundSucceeded(its, refund.amount()));
        office.gateway.looksUpNamedRefundsAs(CAME_BACK);
        assertThat(ruled(refund, Verdict.SUCCEEDED, "bert")).isInstanceOf(RefundDecision.Made.class);
        assertThat(theRefund(refund).reference()).isEqualTo(its);
        assertThat(ruled(refund, Verdict.SUCCEEDED, "bert")).as("repeated")
                .isEqualTo(new RefundDecision.Made(theRefund(refund), false));
    }

    /** Carl had decided on what he could see, a moment before the provider told Bert that the money went. */
    @Test
    void moneyThatGoesAfterAnotherPersonsWordIsReported(CapturedOutput output) {
        Refund refund = inReview();
        office.gateway.looksUpRefundsOnly(new RefundSucceeded(THERE, refund.amount()), () -> {
            office.gateway.looksUpRefundsOnly(new NotAskable());
            assertThat(ruled(refund, Verdict.FAILED, "carl")).isInstanceOf(RefundDecision.Made.class);
        });
        assertThat(ruled(refund, Verdict.SUCCEEDED, "bert")).isInstanceOf(RefundDecision.NotOpen.class);
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.FAILED);
        assertThat(output).contains("ERROR", "have to be put right by hand");
    }

    private static Stream<RefundLookupOutcome> noAnswers() {
        return Stream.of(new Unknown("no answer"), new NotSent(NotSent.Reason.BREAKER_OPEN, null));
    }

    /** It can be asked when it is well again, so nobody has to guess before it has been away for long. */
    @ParameterizedTest
    @MethodSource("noAnswers")
    void nothingIsDecidedWhileAProviderThatCanBeAskedIsAway(RefundLookupOutcome none) {
        Refund refund = inReview();
        office.gateway.looksUpRefundsOnly(none);
        assertThat(ruled(refund, Verdict.FAILED, "bert")).isInstanceOf(RefundDecision.ProviderDidNotSay.class);
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.IN_REVIEW);

        office.resumeAfter(Duration.ofDays(8));

        assertThat(ruled(refund, Verdict.FAILED, "bert")).isInstanceOf(RefundDecision.Made.class);
        assertThat(office.airtime()).isEqualTo(1_100);
    }

    /** One look in vain after many good ones says nothing against the provider that is at work on it. */
    @Test
    void refundThatTheProviderIsAtWorkOnIsNoPersonsForOneLookInVain() {
        office.gateway.next(RefundFault.TAKE_TIME);
        Refund refund = refund(400);
        office.gateway.looksUpRefundsOnly(new RefundPending(Objects.requireNonNull(refund.reference())));
        office.resumeAfter(Duration.ofDays(8));
        office.gateway.looksUpRefundsOnly(new Unknown("no answer"));
        office.resumeAfter(Duration.ofDays(2));
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.PENDING);

        office.resumeAfter(Duration.ofDays(25));

        assertThat(theRefund(refund).state()).as("after a month").isEqualTo(RefundState.IN_REVIEW);
    }

    /** Whoever hands it over may have been held up while news came. */
    @Test
    void newsThatIsFresherIsNotGivenUp() {
        office.gateway.next(RefundFault.LOSE_ANSWER_BEFORE_REFUNDING);
        Refund refund = refund(400);
        Refund asRead = theRefund(refund);
        toldOf(refund, new RefundPending(THERE));
        office.clock.advance(Duration.ofHours(24));

        assertThat(office.the(AdvanceRefund.class).advance(asRead).blockOptional(LONGEST).orElseThrow().state())
                .isEqualTo(RefundState.PENDING);
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.PENDING);
    }

    @Test
    void newsOfARefundInReviewCountsAndItIsLookedUpDaily() {
        Refund refund = inReview();
        office.gateway.looksUpRefundsOnly(new RefundPending(new ProviderReference("re_in_the_end")));
        office.resumeAfter(Duration.ofHours(25));
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.PENDING);
        assertThat(theRefund(refund).reference()).isEqualTo(new ProviderReference("re_in_the_end"));

        office.gateway.looksUpRefundsOnly(new RefundFailed(new ProviderReference("re_in_the_end"),
                RefundFailureReason.REFUSED_BY_BANK, "account closed"));
        office.resumeAfter(Duration.ofHours(25));
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.FAILED);
        assertThat(office.airtime()).isEqualTo(1_100);
    }

    /** It has learnt to tell: that it knows nothing of the refund now says that it never arrived. */
    @Test
    void refundInReviewOfWhichTheProviderKnowsNothingNeverArrived() {
        Refund refund = inReview();
        office.gateway.looksUpRefundsOnly(new NotFound());
        office.resumeAfter(Duration.ofHours(25));
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.FAILED);
        assertThat(office.airtime()).isEqualTo(1_100);
        assertThat(office.gateway.refundsMade()).as("not sent again").isZero();
    }

    /** A refund that was decided on as failed and whose money went all the same is never passed over. */
    @Test
    void moneyThatGoesAgainstAPersonsWordIsAContradiction() {
        Refund failed = inReview();
        ruled(failed, Verdict.FAILED, "bert");
        assertThatExceptionOfType(RefundContradicted.class).isThrownBy(() -> toldOf(failed,
                new RefundSucceeded(new ProviderReference("re_after_all"), failed.amount())));
        assertThat(theRefund(failed).state()).isEqualTo(RefundState.FAILED);
    }

    @Test
    void failureAfterAPersonSaidItSucceededGivesTheCreditBack() {
        Refund succeeded = inReview();
        ruled(succeeded, Verdict.SUCCEEDED, "bert");
        toldOf(succeeded, new RefundFailed(THERE,
                RefundFailureReason.REFUSED_BY_BANK, "account closed"));
        assertThat(theRefund(succeeded).state()).isEqualTo(RefundState.FAILED);
        assertThat(office.airtime()).isEqualTo(1_100);
    }

    @Test
    void ofManyWhoDecideAtOnceOneDoes() {
        Refund refund = inReview();
        assertThat(Flux.range(0, 16)
                .flatMap(n -> desk().rule(refund.id(), testimony(n % 2 == 0 ? Verdict.FAILED : Verdict.SUCCEEDED),
                        "bert-" + n).subscribeOn(Schedulers.parallel()), 16)
                .filter(decision -> decision instanceof RefundDecision.Made made && made.isNew())
                .collectList().blockOptional(LONGEST).orElseThrow()).hasSize(1);
        boolean isBack = theRefund(refund).state() == RefundState.FAILED;
        assertThat(theRefund(refund).state()).isIn(RefundState.FAILED, RefundState.SUCCEEDED);
        assertThat(office.airtime()).isEqualTo(isBack ? 1_100 : 1_100 - 440);
    }

    private Refund inReview() {
        office.gateway.next(RefundFault.LOSE_ANSWER_BEFORE_REFUNDING);
        Refund refund = refund(400);
        office.resumeAfter(Duration.ofHours(24));
        assertThat(theRefund(refund).state()).isEqualTo(RefundState.IN_REVIEW);
        return refund;
    }

    private RefundDecision ruled(Refund refund, Verdict verdict, String by) {
        return ruled(refund.id(), verdict, by);
    }

    private RefundDecision ruled(RefundId refund, Verdict verdict, String by) {
        return ruled(refund, testimony(verdict), by);
    }

    private RefundDecision ruled(RefundId refund, Testimony testimony, String by) {
        return desk().rule(refund, testimony, by).blockOptional(LONGEST).orElseThrow();
    }

    @Test
    void testimonyOfAFailureNamesNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Testimony(Verdict.FAILED, THERE, "seen"));
    }

    private static Testimony testimony(Verdict verdict) {
        return new Testimony(verdict, verdict == Verdict.SUCCEEDED ? THERE : null, "seen in the list of the day");
    }

    private void toldOf(Refund refund, RefundObservation seen) {
        office.the(GatewayEventHandler.class)
                .handle(new GatewayEvent.RefundObserved(office.gateway.id(), "evt_late", TestOrders.NOW,
                        refund.id().operationKey(), office.theOrder("c1").payment().operationKey(),
                        new ProviderReference("pi_of_the_provider"), seen))
                .block(LONGEST);
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
