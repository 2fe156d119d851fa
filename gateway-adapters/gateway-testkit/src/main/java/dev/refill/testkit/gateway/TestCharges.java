package dev.refill.testkit.gateway;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentMethod;
import dev.refill.gateway.PaymentMethod.HostedPage;
import dev.refill.gateway.SentWithin;

/** Valid charges, each with a key of its own. */
public final class TestCharges {

    public static final Money TEN_EUROS = Money.of(1_000, "EUR");
    public static final HostedPage HOSTED_PAGE = new HostedPage(URI.create("https://shop.example/return"),
            URI.create("https://shop.example/cancel"));

    private TestCharges() {}

    /** A time in which whatever a test does is sent, by a clock that may be apart from the provider's. */
    public static SentWithin sentJustNow() {
        var now = Instant.now(Clock.systemUTC());
        return new SentWithin(now.minus(Duration.ofMinutes(5)), now.plus(Duration.ofMinutes(5)));
    }

    public static OperationKey newKey() {
        return new OperationKey("pay_" + UUID.randomUUID());
    }

    public static ChargeCommand onHostedPage() {
        return by(HOSTED_PAGE);
    }

    /** On a page whose payer has agreed that the card is kept. */
    public static ChargeCommand onHostedPageThatSavesTheCard() {
        return by(new HostedPage(HOSTED_PAGE.returnUrl(), HOSTED_PAGE.cancelUrl(), true));
    }

    public static ChargeCommand by(PaymentMethod method) {
        return new ChargeCommand(newKey(), TEN_EUROS, method, "Airtime 10 EUR", null);
    }
}
