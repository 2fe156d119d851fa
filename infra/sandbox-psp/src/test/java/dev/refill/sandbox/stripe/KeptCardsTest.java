package dev.refill.sandbox.stripe;

import java.net.http.HttpRequest;
import java.nio.file.Path;

import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.checkout.Session;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.checkout.SessionCreateParams.CustomerCreation;
import com.stripe.param.checkout.SessionCreateParams.PaymentIntentData;
import com.stripe.param.checkout.SessionRetrieveParams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.refill.sandbox.Sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Cards that were kept on a hosted page are charged later, as Stripe documents it. */
class KeptCardsTest {

    @TempDir
    private Path folder;

    private Sandbox sandbox = Sandbox.start();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private PaymentIntent paid(String card, boolean keeps) throws StripeException {
        var data = PaymentIntentData.builder();
        if (keeps) {
            data.setSetupFutureUsage(PaymentIntentData.SetupFutureUsage.OFF_SESSION);
        }
        Session session = sandbox.stripe().v1().checkout().sessions().create(TestSessions.twoTimesAirtime()
                .setCustomerCreation(keeps ? CustomerCreation.ALWAYS : CustomerCreation.IF_REQUIRED)
                .setPaymentIntentData(data.build())
                .build());
        sandbox.send(sandbox.request("/c/pay/" + session.getId()).POST(HttpRequest.BodyPublishers
                .ofString("cardNumber=" + card + "&cardExpiry=12/34&cardCvc=123&billingName=Ann")));
        return sandbox.stripe().v1().checkout().sessions().retrieve(session.getId(), SessionRetrieveParams.builder()
                .addExpand("payment_intent.payment_method")
                .build()).getPaymentIntentObject();
    }

    private PaymentIntent charge(PaymentIntent kept, boolean isAbsent) throws StripeException {
        var params = Sandbox.tenDollarsOn(kept.getPaymentMethodObject().getId()).setCustomer(kept.getCustomer());
        return sandbox.stripe().v1().paymentIntents().create(isAbsent
                ? params.setOffSession(true).build()
                : params.setReturnUrl("https://shop.example/back").build());
    }

    @Test
    void keptCardIsChargedWithItsCustomerWhileNobodyIsThere() throws StripeException {
        PaymentIntent kept = paid("4242424242424242", true);
        assertThat(kept.getSetupFutureUsage()).isEqualTo("off_session");
        assertThat(kept.getCustomer()).startsWith("cus_").isEqualTo(kept.getPaymentMethodObject().getCustomer());
        assertThat(kept.getPaymentMethodObject().getCard().getLast4()).isEqualTo("4242");

        assertThat(charge(kept, true).getStatus()).isEqualTo("succeeded");
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> sandbox.stripe().v1().paymentIntents()
                .create(Sandbox.tenDollarsOn(kept.getPaymentMethodObject().getId()).build()))
                .withMessageContaining("include the Customer");
    }

    @Test
    void cardThatIsNotKeptCannotBeChargedAgain() throws StripeException {
        PaymentIntent once = paid("4242424242424242", false);
        assertThat(once.getCustomer()).isNull();
        assertThat(once.getSetupFutureUsage()).isNull();
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> charge(once, true))
                .satisfies(error -> assertThat(error.getCode()).isEqualTo("resource_missing"));
    }

    @Test
    void cardThatAlwaysAsksIsDeclinedWhileNobodyIsThere() throws StripeException {
        PaymentIntent kept = authenticated("4000002760003184");
        assertThatExceptionOfType(CardException.class).isThrownBy(() -> charge(kept, true))
                .satisfies(error -> assertThat(error.getDeclineCode()).isEqualTo("authentication_required"));
        assertThat(charge(kept, false).getStatus()).isEqualTo("requires_action");
    }

    @Test
    void cardThatAsksOnceIsChargedWithoutAskingAfterwards() throws StripeException {
        assertThat(charge(authenticated("4000002500003155"), true).getStatus()).isEqualTo("succeeded");
    }

    private PaymentIntent authenticated(String card) throws StripeException {
        PaymentIntent asking = paid(card, true);
        sandbox.send(sandbox.request("/authenticate/" + asking.getId()).POST(
                HttpRequest.BodyPublishers.ofString("outcome=complete")));
        return sandbox.stripe().v1().paymentIntents().retrieve(asking.getId(),
                PaymentIntentRetrieveParams.builder().addExpand("payment_method").build());
    }

    @Test
    void customerThatIsDeletedTakesItsCardAlong() throws StripeException {
        PaymentIntent kept = paid("4242424242424242", true);
        assertThat(sandbox.stripe().v1().customers().delete(kept.getCustomer()).getDeleted()).isTrue();
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> charge(kept, true))
                .satisfies(error -> assertThat(error.getCode()).isEqualTo("resource_missing"));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> sandbox.stripe().v1().customers().delete(kept.getCustomer()))
                .satisfies(error -> assertThat(error.getStatusCode()).isEqualTo(404));
    }

    @Test
    void keptCardsAndWhatWasForgottenOutliveARestart() throws StripeException {
        sandbox.close();
        sandbox = Sandbox.start(Sandbox.settings().withData(folder));
        PaymentIntent kept = paid("4242424242424242", true);
        PaymentIntent forgotten = paid("4242424242424242", true);
        sandbox.stripe().v1().customers().delete(forgotten.getCustomer());
        sandbox.close();
        sandbox = Sandbox.start(Sandbox.settings().withData(folder));
        assertThat(charge(kept, true).getStatus()).isEqualTo("succeeded");
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> charge(forgotten, true));
    }
}
