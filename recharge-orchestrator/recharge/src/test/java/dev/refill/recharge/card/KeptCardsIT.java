package dev.refill.recharge.card;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.Unknown;
import dev.refill.recharge.Channel;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeOperations;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.StartRechargeCommand;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.RechargeOffice;
import dev.refill.recharge.routing.Route;
import dev.refill.subscriber.SubscriberId;

import static org.assertj.core.api.Assertions.assertThat;

/** Cards that their owners keep by choice, from the payment that leaves them to the provider that forgets them. */
class KeptCardsIT {

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final SubscriberId ALICE = new SubscriberId("sub_test0101");

    private final RechargeOffice office = new RechargeOffice();
    private final KeptCards cards = office.the(KeptCards.class);

    KeptCardsIT() {
        office.gateway.sendsToAPage();
    }

    @AfterEach
    void booksAndOrdersAreRight() {
        assertThat(office.breaks()).isEmpty();
        office.close();
    }

    private static StartRechargeCommand order(String claim, Channel channel, PaymentMeans means) {
        var ten = RechargeOffice.tenDollars(claim);
        return new StartRechargeCommand(claim, new Recharge.Owner("app", channel), ten.msisdn(), ten.offer(),
                ten.price(),
                means, true);
    }

    /** An order that was paid on a page. */
    private Order paid(String claim, boolean savesCard) {
        office.start(order(claim, Channel.APP, new PaymentMeans.HostedPage(savesCard)));
        Order order = office.theOrder(claim);
        assertThat(office.gateway.pays(order.payment().operationKey(), order.recharge().quote().price())).isTrue();
        office.resumeAfter(Duration.ofMinutes(10));
        assertThat(office.theOrder(claim).state()).isEqualTo(RechargeState.CREDITED);
        return office.theOrder(claim);
    }

    private void seek() {
        office.the(SeekCards.class).round().block(LONGEST);
    }

    private List<KeptCard> kept() {
        return cards.of(ALICE, null).collectList().blockOptional(LONGEST).orElseThrow();
    }

    @Test
    void cardIsKeptOnceItsPayerHasChosenSoAndPaid() {
        assertThat(cards.areKept()).isTrue();
        Order order = paid("c1", true);
        paid("c2", false);
        seek();
        assertThat(kept()).singleElement().satisfies(card -> {
            assertThat(card.id()).isEqualTo(KeptCardId.leftBy(order.payment().operationKey()));
            assertThat(card.card().last4()).isEqualTo("4242");
            assertThat(card.card().brand()).isEqualTo("visa");
            assertThat(card.clientId()).isEqualTo("app");
            assertThat(card.toString()).doesNotContain(card.card().token());
        });
        assertThat(cards.of(ALICE, "app").collectList().block(LONGEST)).isEqualTo(kept());
        assertThat(cards.of(ALICE, "shop").collectList().block(LONGEST)).as("through another client").isEmpty();
        assertThat(office.the(SeekCards.class).round().block(LONGEST)).as("asked for once").isZero();
    }

    @Test
    void oneOfAGatewayThatIsGoneDoesNotStopTheOthers() {
        paid("c1", true);
        Order other = paid("c2", true);
        office.database.client().sql("UPDATE recharge.payment SET gateway = 'gone' WHERE id <> :other")
                .bind("other", other.payment().operationKey().value()).then().block(LONGEST);
        seek();
        assertThat(kept()).singleElement()
                .returns(KeptCardId.leftBy(other.payment().operationKey()), KeptCard::id);
        office.database.client().sql("UPDATE recharge.payment SET gateway = 'fake'").then().block(LONGEST);
    }

    @Test
    void unpaidPageLeavesNoCard() {
        office.start(order("c1", Channel.APP, new PaymentMeans.HostedPage(true)));
        seek();
        assertThat(kept()).isEmpty();
    }

    @Test
    void providerThatDoesNotSayIsAskedAgain() {
        paid("c1", true);
        for (var said : List.of(new Unknown("no answer"), new NotSent(NotSent.Reason.CONNECTION_REFUSED, null))) {
            office.gateway.saysOfCards(said);
            seek();
            assertThat(kept()).isEmpty();
            office.clock.advance(Duration.ofMinutes(2));
        }
        office.gateway.saysOfCards(null);
        seek();
        assertThat(kept()).hasSize(1);
    }

    @Test
    void manyNodesKeepItOnce() {
        paid("c1", true);
        Flux.range(0, 8).flatMap(node -> office.the(SeekCards.class).round(), 8).blockLast(LONGEST);
        assertThat(kept()).hasSize(1);
    }

    @Test
    void removedCardIsGoneAtOnceAndForgottenByItsProviderInTheEnd() {
        paid("c1", true);
        seek();
        KeptCard card = kept().getFirst();
        String token = card.card().token();
        assertThat(cards.isRemoved(token).block(LONGEST)).isFalse();

        assertThat(cards.remove(card.id(), "alice").block(LONGEST)).isTrue();
        assertThat(cards.remove(card.id(), "alice").block(LONGEST)).as("again").isFalse();
        assertThat(kept()).isEmpty();
        assertThat(cards.find(card.id()).blockOptional(LONGEST)).isEmpty();
        assertThat(cards.isRemoved(token).block(LONGEST)).isTrue();

        office.gateway.saysOfCards(new Unknown("no answer"));
        office.the(ForgetCards.class).round().block(LONGEST);
        assertThat(office.gateway.forgottenCards()).isEmpty();
        office.gateway.saysOfCards(null);
        office.clock.advance(Duration.ofHours(1));
        IntStream.range(0, 2).forEach(time -> office.the(ForgetCards.class).round().block(LONGEST));
        assertThat(office.gateway.forgottenCards()).containsExactly(token);
        seek();
        assertThat(kept()).as("it does not come back").isEmpty();
    }

    @Test
    void noColumnTakesACardNumber() {
        paid("c1", true);
        seek();
        assertThat(office.database.client().sql("UPDATE recharge.kept_card SET token = '4242424242424242'").then()
                .thenReturn("done").onErrorReturn("refused").block(LONGEST)).isEqualTo("refused");
        assertThat(office.database.client().sql("UPDATE recharge.payment SET card_on_file = '3530111333300000'").then()
                .thenReturn("done").onErrorReturn("refused").block(LONGEST)).isEqualTo("refused");
        assertThat(office.database.client().sql("UPDATE recharge.kept_card SET last4 = '424242'").then()
                .thenReturn("done").onErrorReturn("refused").block(LONGEST)).isEqualTo("refused");
    }

    /** Its owner, or the provider, has removed it there. */
    @ParameterizedTest
    @EnumSource(value = Channel.class, names = {"APP", "AUTO_TOPUP"})
    void cardThatItsProviderDoesNotKnowAnyMoreIsDeclinedForThatAndKeptNoMore(Channel channel) {
        paid("c1", true);
        paid("c2", true);
        seek();
        KeptCard gone = kept().getFirst();
        KeptCard other = kept().getLast();
        office.gateway.refuses(DeclineReason.CARD_GONE, false);
        office.start(order("c3", channel, new PaymentMeans.CardOnFile(gone.card().token())));

        assertThat(office.theOrder("c3").state()).isEqualTo(RechargeState.DECLINED);
        assertThat(office.theOrder("c3").recharge().lastDecline()).isEqualTo(DeclineReason.CARD_GONE);
        assertThat(kept()).as("the other one is as it was").containsExactly(other);
        assertThat(cards.isRemoved(gone.card().token()).block(LONGEST)).isTrue();
        assertThat(cards.isKept(gone.card().token()).block(LONGEST)).isFalse();
        assertThat(cards.isKept(other.card().token()).block(LONGEST)).isTrue();
        office.clock.advance(Duration.ofDays(29));
        office.the(ForgetCards.class).round().block(LONGEST);
        assertThat(office.gateway.forgottenCards()).as("it may have been asked with the key of another account")
                .isEmpty();
        office.clock.advance(Duration.ofDays(2));
        IntStream.range(0, 2).forEach(time -> office.the(ForgetCards.class).round().block(LONGEST));
        assertThat(office.gateway.forgottenCards()).containsExactly(gone.card().token());
    }

    /** As its page says. */
    @Test
    void cardThatWasAskedForWithTheKeyOfAnotherAccountCanBeKeptAgain() {
        paid("c1", true);
        seek();
        KeptCard card = kept().getFirst();
        office.gateway.refuses(DeclineReason.CARD_GONE, false);
        office.start(order("c2", Channel.APP, new PaymentMeans.CardOnFile(card.card().token())));
        assertThat(kept()).isEmpty();

        office.database.client().sql("""
                UPDATE recharge.kept_card SET removed_at = NULL, removed_by = NULL, forget_at = NULL
                WHERE removed_by = 'provider' AND forgotten_at IS NULL AND gateway = 'fake'
                """).then().block(LONGEST);
        assertThat(kept()).containsExactly(card);
        assertThat(cards.isRemoved(card.card().token()).block(LONGEST)).isFalse();
        office.clock.advance(Duration.ofDays(31));
        office.the(ForgetCards.class).round().block(LONGEST);
        assertThat(office.gateway.forgottenCards()).isEmpty();
    }

    /** In words; of a payment for which there was no choice an empty one. */
    private List<String> routes(Order order) {
        return office.the(RechargeOperations.class).find(order.id()).blockOptional(LONGEST).orElseThrow().payments()
                .stream().map(payment -> words(payment.route())).toList();
    }

    private static String words(@Nullable Route route) {
        return route == null
                ? ""
                : route.choices().stream().map(choice -> choice.gateway() + " " + choice.verdict())
                        .collect(Collectors.joining(", "));
    }

    /** Without any rules, too. */
    @Test
    void orderThatIsPaidByAKeptCardSaysWhoKeepsIt() {
        paid("c1", true);
        seek();
        office.start(order("c2", Channel.APP, new PaymentMeans.CardOnFile(kept().getFirst().card().token())));
        assertThat(routes(office.theOrder("c1"))).containsExactly("");
        assertThat(routes(office.theOrder("c2"))).singleElement().asString().startsWith("fake KEPT_HERE");
    }

    @Test
    void cardIsTakenAsLongAsItsGatewayIsThere() {
        paid("c1", true);
        seek();
        KeptCard card = kept().getFirst();
        assertThat(cards.isTaken(card)).isTrue();
        assertThat(cards.isTaken(card.card().token()).block(LONGEST)).isTrue();
        office.database.client().sql("UPDATE recharge.kept_card SET gateway = 'gone'").then().block(LONGEST);
        assertThat(cards.isTaken(kept().getFirst())).isFalse();
        assertThat(cards.isTaken(card.card().token()).block(LONGEST)).isFalse();
        assertThat(cards.isTaken("pm_of_nobody").block(LONGEST)).as("as any client's own").isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = DeclineReason.class, mode = EnumSource.Mode.EXCLUDE, names = "CARD_GONE")
    void cardThatIsDeclinedForAnythingElseIsKept(DeclineReason reason) {
        paid("c1", true);
        seek();
        office.gateway.refuses(reason, false);
        office.start(order("c2", Channel.APP, new PaymentMeans.CardOnFile(kept().getFirst().card().token())));
        assertThat(kept()).hasSize(1);
    }

    @Test
    void whoHasToBeAskedIsAskedOnAPageOfTheSameProvider() {
        office.gateway.refuses(DeclineReason.AUTHENTICATION_REQUIRED, false);
        office.start(order("c1", Channel.AUTO_TOPUP, new PaymentMeans.CardOnFile("pm_1")));
        Order order = office.theOrder("c1");
        assertThat(order.state()).isEqualTo(RechargeState.REQUIRES_ACTION);
        assertThat(order.recharge().paymentPage()).isNotNull();
        assertThat(order.payment().means()).isEqualTo(new PaymentMeans.HostedPage());
        assertThat(order.payment().triedBefore()).containsExactly(office.gateway.id());
        assertThat(routes(order)).as("of a card that was not kept here nobody has decided").hasSize(2)
                .startsWith("").last().asString().startsWith("fake KEPT_HERE");

        office.gateway.pays(order.payment().operationKey(), order.recharge().quote().price());
        office.resumeAfter(Duration.ofMinutes(10));
        assertThat(office.theOrder("c1").state()).isEqualTo(RechargeState.CREDITED);
    }
}
