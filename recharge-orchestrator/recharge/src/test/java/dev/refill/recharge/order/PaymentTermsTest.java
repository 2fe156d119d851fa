package dev.refill.recharge.order;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.PaymentMethod;
import dev.refill.gateway.SentWithin;
import dev.refill.recharge.Channel;
import dev.refill.recharge.OrderTokens;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;

import static org.assertj.core.api.Assertions.assertThat;

class PaymentTermsTest {

    /** A page is open for an hour, and a charge may be sent for half an hour. */
    static final PaymentTerms TERMS = new PaymentTerms(URI.create("https://refill.example"), Duration.ofHours(1),
            Duration.ofMinutes(30), new OrderTokens() {

                @Override
                public String tokenFor(RechargeId id) {
                    return "token";
                }

                @Override
                public Optional<RechargeId> open(String token) {
                    return Optional.empty();
                }
            });

    private static final Order ORDER = TestOrders.withCardOnFile(RechargeState.CHARGING);

    private static Instant after(Duration time) {
        return TestOrders.NOW.plus(time);
    }

    @Test
    void commandForAKeptCard() {
        assertThat(TERMS.commandFor(ORDER)).isEqualTo(new ChargeCommand(ORDER.payment().operationKey(),
                TestOrders.PRICE,
                new PaymentMethod.CardOnFile("pm_card_visa", URI.create("https://refill.example/orders/token/return")),
                "Recharge of " + ORDER.recharge().msisdn().masked(), after(Duration.ofHours(1))));
    }

    @Test
    void whoHasAskedInAdvanceIsNotThereToBeSentAnywhere() {
        Recharge placed = ORDER.recharge();
        Recharge asked = new Recharge(placed.id(), placed.version(), placed.state(),
                new Recharge.Owner("app", Channel.AUTO_TOPUP), placed.subscriber(), placed.msisdn(), placed.quote(),
                null,
                null, placed.createdAt(), placed.changedAt());
        assertThat(TERMS.commandFor(new Order(asked, ORDER.claimId(), ORDER.payment(), false, null, 0, null)).method())
                .isEqualTo(new PaymentMethod.CardOnFile("pm_card_visa"));
    }

    @Test
    void commandForThePageOfTheProvider() {
        assertThat(TERMS.commandFor(TestOrders.onHostedPage(RechargeState.CHARGING)).method())
                .isEqualTo(new PaymentMethod.HostedPage(URI.create("https://refill.example/orders/token/return"),
                        URI.create("https://refill.example/orders/token/cancelled")));
    }

    @Test
    void commandForAPhoneIsForTheOneThatPays() {
        assertThat(TERMS.commandFor(TestOrders.byPhone(RechargeState.CHARGING)).method())
                .isEqualTo(new PaymentMethod.MobileMoney("256770000001"));
    }

    @Test
    void chargeMayBeSentForHalfAnHour() {
        assertThat(TERMS.mayBeSent(ORDER, after(Duration.ofMinutes(30).minusNanos(1)))).isTrue();
        assertThat(TERMS.mayBeSent(ORDER, after(Duration.ofMinutes(30)))).isFalse();
    }

    @Test
    void lastTryHasAQuarterOfAnHourToArrive() {
        assertThat(TERMS.sentWithin(ORDER)).isEqualTo(new SentWithin(TestOrders.NOW, after(Duration.ofMinutes(45))));
        assertThat(TERMS.hasSurelyArrivedOrNever(ORDER, after(Duration.ofMinutes(45)))).isFalse();
        assertThat(TERMS.hasSurelyArrivedOrNever(ORDER, after(Duration.ofMinutes(45).plusNanos(1)))).isTrue();
    }
}
