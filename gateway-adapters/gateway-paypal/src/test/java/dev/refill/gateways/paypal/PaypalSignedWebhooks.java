package dev.refill.gateways.paypal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.refill.testkit.gateway.Delivery;
import dev.refill.testkit.gateway.SignedWebhooks;

/** Signs as PayPal's documentation says, not by the code under test. */
final class PaypalSignedWebhooks implements SignedWebhooks {

    static final String CERTIFICATE = "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-a5cafa77";
    static final String SIGNATURE = "paypal-transmission-sig";

    private static final String TRANSMISSION_ID = "69cd13f0-d67a-11e5-baa3-778b53f4ae55";

    private final PrivateKey key;

    PaypalSignedWebhooks(PrivateKey key) {
        this.key = key;
    }

    @Override
    public Delivery signed(byte[] body, Instant at) {
        return signed(body, at.toString(), TestPaypal.WEBHOOK_ID, key);
    }

    @Override
    public Delivery forged(byte[] body, Instant at) {
        return signed(body, at.toString(), TestPaypal.WEBHOOK_ID, TestCertificates.rsa(2048).getPrivate());
    }

    @Override
    public Delivery changed(Delivery signed) {
        return signed.withBody(new String(signed.body(), StandardCharsets.UTF_8).replace("10.00", "90.00")
                .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<Delivery> malformed(byte[] body) {
        var signed = signed(body, TestCertificates.NOW);
        var good = header(signed, SIGNATURE);
        var malformed = new ArrayList<>(Stream
                .of("", "=", "abc", good + "=", " " + good, good + "\n", good.substring(4),
                        good.substring(0, 340), good + "," + good, good.replace(good.charAt(0), '*'),
                        HexFormat.of().formatHex(Base64.getDecoder().decode(good)), "A".repeat(100_000))
                .map(text -> with(signed, SIGNATURE, text))
                .toList());
        malformed.add(with(signed, SIGNATURE, good, good));
        for (var name : List.of("paypal-transmission-id", "paypal-transmission-time", "paypal-cert-url",
                "paypal-auth-algo")) {
            for (var text : List.of("", " ", "x\n", "|", "SHA1withRSA", "NONEwithRSA", "2026-03-01",
                    "x".repeat(100_000))) {
                malformed.add(with(signed, name, text));
            }
            malformed.add(with(signed, name, header(signed, name), "x"));
        }
        return malformed;
    }

    @Override
    public byte[] paid() {
        return TestEvents.captured("PAYMENT.CAPTURE.COMPLETED", "COMPLETED").bytes();
    }

    @Override
    public byte[] ofUnknownType() {
        return TestEvents.captured("PAYMENT.CAPTURE.TELEPORTED", "COMPLETED").bytes();
    }

    @Override
    public byte[] ofNoConcern() {
        return TestEvents.captured("CHECKOUT.ORDER.COMPLETED", "COMPLETED").bytes();
    }

    static Delivery signed(byte[] body, String time, String webhookId, PrivateKey key) {
        return new Delivery(Map.of(
                "paypal-transmission-id", List.of(TRANSMISSION_ID),
                "paypal-transmission-time", List.of(time),
                SIGNATURE, List.of(signature(TRANSMISSION_ID + "|" + time + "|" + webhookId + "|" + crc(body), key)),
                "paypal-cert-url", List.of(CERTIFICATE),
                "paypal-auth-algo", List.of("SHA256withRSA")), body);
    }

    /** The same with another header. */
    static Delivery with(Delivery delivery, String name, String... values) {
        var headers = new TreeMap<>(delivery.headers());
        headers.put(name, List.of(values));
        return new Delivery(headers, delivery.body());
    }

    private static String header(Delivery delivery, String name) {
        return delivery.headers().getOrDefault(name, List.of()).getFirst();
    }

    /** CRC-32 as PNG and zip have it (ISO 3309), bit by bit; decimal, without a sign. */
    private static String crc(byte[] body) {
        var crc = 0xffff_ffffL;
        for (var one : body) {
            crc ^= one & 0xff;
            for (var bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0xedb8_8320L;
            }
        }
        return Long.toString(crc ^ 0xffff_ffffL);
    }

    private static String signature(String data, PrivateKey key) {
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(data.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
