package dev.refill.portal.checkout;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

import dev.refill.offer.Quote;
import dev.refill.portal.page.FormKey;
import dev.refill.subscriber.Msisdn;

/** The key of one run through the checkout. */
record OrderKey(String value) {

    static OrderKey mint() {
        return new OrderKey(FormKey.mint().value());
    }

    /** Empty: not a key that we could have minted. */
    static Optional<OrderKey> parse(String text) {
        return FormKey.parse(text).map(key -> new OrderKey(key.value()));
    }

    /**
     * The claim of the order: the same for the same key and content. Who goes back and chooses another amount, another phone or
     * another card to pay means another order, and must not be handed the first one.
     *
     * @param means what tells how it is paid from other ways; empty: the page of the gateway, and nothing is kept there
     */
    String claimOf(Msisdn msisdn, Quote quote, String means) {
        String content = String.join("\n", value, msisdn.e164(), quote.offer().value(),
                Long.toString(quote.price().minor()), quote.price().currency().getCurrencyCode());
        return "portal:" + hash(means.isEmpty() ? content : content + "\n" + means);
    }

    private static String hash(String content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
