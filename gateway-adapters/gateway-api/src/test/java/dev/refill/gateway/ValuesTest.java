package dev.refill.gateway;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What the words of the gateways refuse, each at its bound. */
class ValuesTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Money ONE_CENT = Money.of(1, "USD");
    private static final Money NOTHING = Money.of(0, "USD");
    private static final GatewayId GATEWAY = new GatewayId("fake");
    private static final OperationKey KEY = new OperationKey("pay_1");
    private static final ProviderReference PAYMENT = new ProviderReference("pi_1");
    private static final PaymentMethod CARD = new PaymentMethod.CardOnFile("pm_1");

    private static ChargeCommand charge(Money amount, int description) {
        return new ChargeCommand(KEY, amount, CARD, "d".repeat(description), null);
    }

    private static RefundCommand refund(Money amount, int reason) {
        return new RefundCommand(KEY, PAYMENT, amount, "r".repeat(reason));
    }

    @Test
    void chargeOfNothingOrWithALongDescriptionIsRefused() {
        assertThat(charge(ONE_CENT, 200).description()).hasSize(200);
        assertThatIllegalArgumentException().isThrownBy(() -> charge(NOTHING, 1)).withMessageStartingWith("amount: 0");
        assertThatIllegalArgumentException().isThrownBy(() -> charge(ONE_CENT, 201))
                .withMessageStartingWith("description: 201 characters");
    }

    @Test
    void refundOfNothingOrWithALongReasonIsRefused() {
        assertThat(refund(ONE_CENT, 200).reason()).hasSize(200);
        assertThatIllegalArgumentException().isThrownBy(() -> refund(NOTHING, 1)).withMessageStartingWith("amount: 0");
        assertThatIllegalArgumentException().isThrownBy(() -> refund(ONE_CENT, 201))
                .withMessageStartingWith("reason: 201 characters");
    }

    /** What no column takes must not come further than this. */
    @ParameterizedTest
    @ValueSource(strings = {"\0", "\n", "\u0085", "\ud83d", "\ude00"})
    void textOfAProviderIsText(String none) {
        String written = "a" + none + "b";
        var reference = new ProviderReference(written);
        assertThat(List.of(reference.value(),
                new Declined(PAYMENT, DeclineReason.OTHER, written, false).rawCode(),
                new RefundFailed(PAYMENT, RefundFailureReason.OTHER, written).rawCode(),
                new RefundRefused(written).rawCode(),
                new DisputeObservation.DisputeOpened(PAYMENT, ONE_CENT, written).rawReason(),
                new Unknown(written).cause(),
                new GatewayEvent.PaymentObserved(GATEWAY, written, NOON, KEY, new Closed(PAYMENT)).dedupeKey(),
                new GatewayEvent.RefundObserved(GATEWAY, written, NOON, KEY, null, PAYMENT, new RefundPending(PAYMENT))
                        .dedupeKey(),
                new GatewayEvent.DisputeObserved(GATEWAY, written, NOON, null, PAYMENT,
                        new DisputeObservation.DisputeWon(PAYMENT)).dedupeKey()))
                .containsOnly("a\ufffdb");
        assertThat(new ProviderReference(none).value()).isEqualTo("\ufffd");
        assertThat(new ProviderReference("grün \ud83d\ude00").value()).isEqualTo("grün \ud83d\ude00");
    }

    @Test
    void timesMayMeetAndNotCross() {
        assertThatCode(() -> new SentWithin(NOON, NOON)).doesNotThrowAnyException();
        assertThatCode(() -> new FeedPosition(NOON, NOON, null)).doesNotThrowAnyException();
        assertThatIllegalArgumentException().isThrownBy(() -> new SentWithin(NOON, NOON.minusNanos(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new FeedPosition(NOON, NOON.minusNanos(1), null));
    }

    @Test
    void cardTokenIsBoundedAndNeverPrinted() {
        assertThat(new PaymentMethod.CardOnFile("t".repeat(255)).toString())
                .isEqualTo("CardOnFile[token=…, returnUrl=null]");
        assertThatIllegalArgumentException().isThrownBy(() -> new PaymentMethod.CardOnFile("t".repeat(256)));
        assertThatIllegalArgumentException().isThrownBy(() -> new PaymentMethod.CardOnFile(" "));
    }

    @ParameterizedTest
    @CsvSource({"'', visa, 4242, 12, 2030", "pm 1, visa, 4242, 12, 2030", "pm_1, Visa, 4242, 12, 2030",
            "pm_1, visa, 424, 12, 2030",
            "pm_1, visa, 4242424242424242, 12, 2030", "pm_1, visa, 424x, 12, 2030", "pm_1, visa, 4242, 0, 2030",
            "pm_1, visa, 4242, 13, 2030", "pm_1, visa, 4242, 12, 30"})
    void savedCardOfAnotherFormIsRefusedAndNotRepeated(String token, String brand, String last4, int month, int year) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SavedCard(token, brand, last4, month, year))
                .withMessageNotContaining("4242");
    }

    @Test
    void savedCardIsNotPrintedWithItsToken() {
        assertThat(new SavedCard("cus_1.pm_secret", "visa", "4242", 1, 2030))
                .hasToString("SavedCard[token=…, brand=visa, last4=4242]");
    }

    @Test
    void phoneIsAnInternationalNumberAndIsNeverPrintedWhole() {
        assertThat(new PaymentMethod.MobileMoney("256770000012")).hasToString("MobileMoney[msisdn=…12]");
        assertThat(List.of("1234567", "123456789012345")).allSatisfy(
                number -> assertThat(new PaymentMethod.MobileMoney(number).msisdn()).isEqualTo(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "123456", "1234567890123456", "+256770000012", "0770000012", "256 770000012",
            "٢٥٦٧٧٠٠٠٠٠١٢", "256770000012\n"})
    void phoneOfAnotherFormIsRefusedAndNotRepeated(String number) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PaymentMethod.MobileMoney(number))
                .withMessage("msisdn: expected [1-9][0-9]{6,14}");
    }

    @Test
    void idsPrintAsTheyAre() {
        assertThat(KEY).hasToString("pay_1");
        assertThat(PAYMENT).hasToString("pi_1");
        assertThat(new GatewayId("stripe")).hasToString("stripe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1stripe", "Stripe", "stripe_eu", "a1234567890123456789012345678901x"})
    void gatewayIdOfAnotherFormIsRefused(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new GatewayId(value));
    }

    @Test
    void keysAndReferencesAreBounded() {
        assertThat(new OperationKey("k".repeat(255)).value()).hasSize(255);
        assertThat(new ProviderReference("r".repeat(255)).value()).hasSize(255);
        assertThatIllegalArgumentException().isThrownBy(() -> new OperationKey("k".repeat(256)));
        assertThatIllegalArgumentException().isThrownBy(() -> new OperationKey("a key"));
        assertThatIllegalArgumentException().isThrownBy(() -> new ProviderReference("r".repeat(256)));
        assertThatIllegalArgumentException().isThrownBy(() -> new ProviderReference(" "));
    }

    @Test
    void eventPrintsTheSizeOfItsBodyAndNotTheBody() {
        assertThat(new FedEvent("evt_1", "paid", NOON, new byte[3]))
                .hasToString("FedEvent[evt_1, paid, 2026-03-01T12:00:00Z, 3 bytes]");
    }
}
