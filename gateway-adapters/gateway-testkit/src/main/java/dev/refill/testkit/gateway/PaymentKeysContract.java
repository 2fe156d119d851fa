package dev.refill.testkit.gateway;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.refill.gateway.NotFound;
import dev.refill.gateway.PaymentKeyFound;
import dev.refill.gateway.PaymentObservation;
import dev.refill.testkit.gateway.Situation.Approves;

import static org.assertj.core.api.Assertions.assertThat;

/** What every adapter keeps that can say under which key a payment was made. */
public interface PaymentKeysContract extends GatewayContract {

    @Test
    default void paymentKeyWhenPaymentIsOursThenFound() {
        var card = provider().given(new Approves());
        for (var charge : List.of(TestCharges.by(card), TestCharges.onHostedPage())) {
            var payment = ((PaymentObservation) Answered.by(gateway().charge(charge))).reference();
            assertThat(Answered.by(gateway().paymentKeys().orElseThrow().keyOf(payment)))
                    .isEqualTo(new PaymentKeyFound(charge.operationKey()));
        }
    }

    @Test
    default void paymentKeyWhenNoSuchPaymentThenNotFound() {
        provider().given(new Approves());
        assertThat(Answered.by(gateway().paymentKeys().orElseThrow().keyOf(provider().nobodysPayment())))
                .isEqualTo(new NotFound());
    }
}
