package dev.refill.gateways.stripe;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import dev.refill.testkit.gateway.Delivery;
import dev.refill.testkit.gateway.SignedWebhooks;
import dev.refill.testkit.gateway.WebhookTranslatorContract;

/** Signs as Stripe's documentation says, not by the code under test. */
final class StripeSignedWebhooks implements SignedWebhooks {

    @Override
    public Delivery signed(byte[] body, Instant at) {
        return new Delivery(
                header("t=" + at.getEpochSecond() + ",v1=" + hmac(TestStripe.WEBHOOK_SECRET, body, at)), body);
    }

    @Override
    public Delivery forged(byte[] body, Instant at) {
        return new Delivery(
                header("t=" + at.getEpochSecond() + ",v1=" + hmac("whsec_of_somebody_else", body, at)), body);
    }

    @Override
    public Delivery changed(Delivery signed) {
        var body = signed.body().clone();
        body[body.length - 1] = ' ';
        return signed.withBody(body);
    }

    @Override
    public List<Delivery> malformed(byte[] body) {
        var now = WebhookTranslatorContract.NOW;
        var t = String.valueOf(now.getEpochSecond());
        var good = hmac(TestStripe.WEBHOOK_SECRET, body, now);
        var headers = Stream.of("", ",", "=", "t", "t=", "v1", "v1=" + good, "t=" + t, "t=abc,v1=" + good,
                "t=-1,v1=" + good, "t=99999999999999999999,v1=" + good, "t=" + t + ",v1", "t=" + t + ",v1=",
                "t=" + t + ",v1=zz" + good.substring(2), "t=" + t + ",v1=" + good.substring(2),
                "t=" + t + ",v0=" + good, "t=" + t + ",t=" + t + ",v1=" + good, "t=" + t + ";v1=" + good,
                "t=" + t + ("," + "v1=" + good).repeat(40), "t=" + t + ",v1=" + good + ",x=" + "y".repeat(9_000),
                "t=" + t + ",v1=" + good + "\u0000", "t=١٢٣٤٥٦٧٨٩٠,v1=" + good)
                .map(StripeSignedWebhooks::header);
        var twice = Map.of("stripe-signature", List.of("t=" + t + ",v1=" + good, "t=" + t + ",v1=" + good));
        return Stream.concat(headers, Stream.of(twice)).map(each -> new Delivery(each, body)).toList();
    }

    @Override
    public byte[] paid() {
        return TestEvents.paymentIntent("payment_intent.succeeded").bytes();
    }

    @Override
    public byte[] ofUnknownType() {
        return TestEvents.paymentIntent("payment_intent.teleported").bytes();
    }

    @Override
    public byte[] ofNoConcern() {
        return TestEvents.paymentIntent("payment_intent.created").bytes();
    }

    static Map<String, List<String>> header(String signature) {
        return Map.of("stripe-signature", List.of(signature));
    }

    static String hmac(String secret, byte[] body, Instant at) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
