package dev.refill.portal.checkout;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.refill.offer.Quote;
import dev.refill.recharge.PaymentMeans;
import dev.refill.subscriber.Msisdn;

/**
 * The key of one run through the checkout: 128 random bits, minted when the form is rendered. A double click, the back
 * button and a second tab send the same key.
 */
record OrderKey(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{22}");
    private static final SecureRandom RANDOM = new SecureRandom();

    static OrderKey mint() {
        byte[] bits = new byte[16];
        RANDOM.nextBytes(bits);
        return new OrderKey(base64(bits));
    }

    /** Empty: not a key that we could have minted. */
    static Optional<OrderKey> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new OrderKey(text)) : Optional.empty();
    }

    /**
     * The claim of the order: the same for the same key and content. Who goes back and chooses another amount or another
     * phone to pay means another order, and must not be handed the first one.
     *
     * @param means {@code null}: the page of the gateway
     */
    String claimOf(Msisdn msisdn, Quote quote, @Nullable PaymentMeans means) {
        String content = String.join("\n", value, msisdn.e164(), quote.offer().value(),
                Long.toString(quote.price().minor()), quote.price().currency().getCurrencyCode());
        if (means instanceof PaymentMeans.MobileMoney(Msisdn payer)) {
            content += "\n" + payer.e164();
        }
        return "portal:" + base64(sha256(content));
    }

    private static byte[] sha256(String content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
