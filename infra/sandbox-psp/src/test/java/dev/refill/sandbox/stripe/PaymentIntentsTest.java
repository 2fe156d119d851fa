package dev.refill.sandbox.stripe;

import java.util.List;

import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.PaymentIntent;
import com.stripe.param.PaymentIntentCancelParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.PaymentIntentSearchParams;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.refill.sandbox.Sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** PaymentIntents through Stripe's own client. */
class PaymentIntentsTest {

    private static Sandbox sandbox;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void createWhenConfirmedWithGoodCardThenSucceeded() throws StripeException {
        PaymentIntent intent = sandbox.stripe().v1().paymentIntents().create(Sandbox.tenDollarsOn("pm_card_visa")
                .putMetadata("operation_key", "op-1")
                .setDescription("ten")
                .build());
        assertThat(intent.getStatus()).isEqualTo("succeeded");
        assertThat(intent.getAmountReceived()).isEqualTo(1000);
        assertThat(intent.getMetadata()).containsEntry("operation_key", "op-1");
        assertThat(intent.getLatestCharge()).startsWith("ch_");
        assertThat(intent.getClientSecret()).startsWith(intent.getId() + "_secret_");
        assertThat(intent.getLastResponse().requestId()).startsWith("req_");
    }

    @Test
    void retrieveWhenChargeExpandedThenChargeIsComplete() throws StripeException {
        PaymentIntent made = sandbox.stripe().v1().paymentIntents()
                .create(Sandbox.tenDollarsOn("pm_card_visa").build());
        PaymentIntent read = sandbox.stripe().v1().paymentIntents().retrieve(made.getId(),
                PaymentIntentRetrieveParams.builder().addExpand("latest_charge").build());
        Charge charge = read.getLatestChargeObject();
        assertThat(charge.getPaid()).isTrue();
        assertThat(charge.getAmountCaptured()).isEqualTo(1000);
        assertThat(charge.getPaymentIntent()).isEqualTo(made.getId());
        assertThat(charge.getPaymentMethodDetails().getCard().getLast4()).isEqualTo("4242");
        assertThat(sandbox.stripe().v1().charges().retrieve(charge.getId()).getStatus()).isEqualTo("succeeded");
    }

    @ParameterizedTest
    @CsvSource({"pm_card_chargeDeclined, card_declined, generic_decline",
            "pm_card_visa_chargeDeclined, card_declined, generic_decline",
            "pm_card_visa_chargeDeclinedInsufficientFunds, card_declined, insufficient_funds",
            "pm_card_visa_chargeDeclinedLostCard, card_declined, lost_card",
            "pm_card_visa_chargeDeclinedStolenCard, card_declined, stolen_card",
            "pm_card_visa_chargeDeclinedVelocityLimitExceeded, card_declined, card_velocity_exceeded",
            "pm_card_chargeDeclinedFraudulent, card_declined, fraudulent",
            "pm_card_chargeDeclinedExpiredCard, expired_card,",
            "pm_card_chargeDeclinedIncorrectCvc, incorrect_cvc,",
            "pm_card_chargeDeclinedProcessingError, processing_error,"})
    void createWhenCardIsDeclinedThenCardErrorWithPayment(String card, String code, String reason)
            throws StripeException {
        CardException declined = catchThrowableOfType(CardException.class,
                () -> sandbox.stripe().v1().paymentIntents().create(Sandbox.tenDollarsOn(card).build()));
        assertThat(declined.getStatusCode()).isEqualTo(402);
        assertThat(declined.getCode()).isEqualTo(code);
        assertThat(declined.getDeclineCode()).isEqualTo(reason);
        assertThat(declined.getStripeError().getDocUrl()).contains("error-codes");
        PaymentIntent intent = declined.getStripeError().getPaymentIntent();
        assertThat(intent.getStatus()).isEqualTo("requires_payment_method");
        assertThat(intent.getLastPaymentError().getCode()).isEqualTo(code);
        Charge charge = sandbox.stripe().v1().charges().retrieve(declined.getCharge());
        assertThat(charge.getStatus()).isEqualTo("failed");
        assertThat(charge.getFailureCode()).isEqualTo(code);
    }

    @Test
    void confirmWhenDeclinedBeforeThenAnotherCardMayPay() throws StripeException {
        PaymentIntent intent = sandbox.stripe().v1().paymentIntents().create(PaymentIntentCreateParams.builder()
                .setAmount(700L).setCurrency("eur").addPaymentMethodType("card").build());
        assertThat(intent.getStatus()).isEqualTo("requires_payment_method");
        assertThatExceptionOfType(CardException.class).isThrownBy(() -> confirm(intent, "pm_card_chargeDeclined"));
        PaymentIntent paid = confirm(intent, "pm_card_mastercard");
        assertThat(paid.getStatus()).isEqualTo("succeeded");
        assertThat(paid.getLastPaymentError()).isNull();
    }

    @Test
    void confirmWhenAlreadySucceededThenUnexpectedState() throws StripeException {
        PaymentIntent paid = sandbox.stripe().v1().paymentIntents()
                .create(Sandbox.tenDollarsOn("pm_card_visa").build());
        InvalidRequestException refused = catchThrowableOfType(InvalidRequestException.class,
                () -> confirm(paid, "pm_card_visa"));
        assertThat(refused.getCode()).isEqualTo("payment_intent_unexpected_state");
        assertThat(refused.getStripeError().getPaymentIntent().getStatus()).isEqualTo("succeeded");
    }

    @Test
    void cancelWhenUnpaidThenCanceledForGood() throws StripeException {
        PaymentIntent intent = sandbox.stripe().v1().paymentIntents().create(PaymentIntentCreateParams.builder()
                .setAmount(700L).setCurrency("eur").build());
        PaymentIntent canceled = sandbox.stripe().v1().paymentIntents().cancel(intent.getId(),
                PaymentIntentCancelParams.builder()
                        .setCancellationReason(PaymentIntentCancelParams.CancellationReason.ABANDONED).build());
        assertThat(canceled.getStatus()).isEqualTo("canceled");
        assertThat(canceled.getCancellationReason()).isEqualTo("abandoned");
        assertThat(canceled.getCanceledAt()).isPositive();
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> confirm(intent, "pm_card_visa")).getCode())
                .isEqualTo("payment_intent_unexpected_state");
    }

    @Test
    void searchWhenOperationKeyIsKnownThenFound() throws StripeException {
        PaymentIntent made = sandbox.stripe().v1().paymentIntents().create(
                Sandbox.tenDollarsOn("pm_card_visa").putMetadata("operation_key", "look me up").build());
        assertThat(search("metadata['operation_key']:'look me up'")).containsExactly(made.getId());
        assertThat(search("metadata[\"operation_key\"]:\"look me up\" AND status:'succeeded' AND amount>=1000"))
                .containsExactly(made.getId());
        assertThat(search("metadata['operation_key']:'look me up' AND currency:'eur'")).isEmpty();
        assertThat(search("metadata['operation_key']:'nobody'")).isEmpty();
    }

    @Test
    void searchWhenQueryIsNonsenseThenInvalidRequest() {
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> search("give me all")).getParam())
                .isEqualTo("query");
    }

    @Test
    void listWhenPagedThenEachPaymentComesOnceNewestFirst() throws StripeException {
        try (Sandbox fresh = Sandbox.start()) {
            for (int amount = 101; amount <= 107; amount++) {
                fresh.stripe().v1().paymentIntents().create(PaymentIntentCreateParams.builder()
                        .setAmount((long) amount).setCurrency("usd").build());
            }
            List<Long> amounts = new java.util.ArrayList<>();
            fresh.stripe().v1().paymentIntents().list(PaymentIntentListParams.builder().setLimit(3L).build())
                    .autoPagingIterable().forEach(intent -> amounts.add(intent.getAmount()));
            assertThat(amounts).containsExactly(107L, 106L, 105L, 104L, 103L, 102L, 101L);
        }
    }

    private static List<String> search(String query) throws StripeException {
        return sandbox.stripe().v1().paymentIntents()
                .search(PaymentIntentSearchParams.builder().setQuery(query).build())
                .getData().stream().map(PaymentIntent::getId).toList();
    }

    private static PaymentIntent confirm(PaymentIntent intent, String card) throws StripeException {
        return sandbox.stripe().v1().paymentIntents().confirm(intent.getId(),
                PaymentIntentConfirmParams.builder().setPaymentMethod(card).setReturnUrl("https://shop.example/")
                        .build());
    }
}
