package dev.refill.gateways.adyen;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;

import reactor.core.publisher.Mono;

import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.PaymentMethod.HostedPage;

/**
 * Makes a payment link, which can be paid once. Everything in the request comes from the command, so a second try with the
 * same operation key is the same request. Adyen's page has a way on after payment and none for giving up, so the
 * {@code cancelUrl} is not used; without {@code payableUntil} it is open for 24 hours, with it for 70 days at most.
 */
final class OpenHostedPage {

    /** Adyen asks for whole seconds and an offset in figures. */
    private static final DateTimeFormatter WITH_OFFSET = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

    private final AdyenCalls adyen;
    private final String merchantAccount;

    OpenHostedPage(AdyenCalls adyen, String merchantAccount) {
        this.adyen = adyen;
        this.merchantAccount = merchantAccount;
    }

    Mono<ChargeOutcome> open(ChargeCommand command, HostedPage page) {
        return adyen.post("/paymentLinks", command.operationKey(), request(command, page)).map(AdyenPayments::ofLink);
    }

    /** Money is captured at once, whatever the account is set to: an authorisation alone would be no payment to us. */
    private Map<String, ?> request(ChargeCommand command, HostedPage page) {
        var request = new HashMap<String, Object>(Map.of(
                "merchantAccount", merchantAccount,
                "reference", Metadata.ofPayment(command.operationKey()),
                "amount", AdyenPayments.amount(command.amount()),
                "description", command.description(),
                "returnUrl", page.returnUrl().toString(),
                "reusable", false,
                "captureDelayHours", 0,
                "manualCapture", false,
                "metadata", Metadata.ofHostedPage()));
        var payableUntil = command.payableUntil();
        if (payableUntil != null) {
            request.put("expiresAt", WITH_OFFSET.format(payableUntil.atOffset(ZoneOffset.UTC)));
        }
        return request;
    }
}
