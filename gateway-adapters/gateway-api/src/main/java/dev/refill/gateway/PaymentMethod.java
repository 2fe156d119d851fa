package dev.refill.gateway;

import java.net.URI;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** How the customer pays. No variant holds a card number: cards are entered on the provider's pages only. */
public sealed interface PaymentMethod {

    /**
     * The provider shows its own payment page.
     *
     * @param returnUrl where the provider sends the browser after payment
     * @param cancelUrl where the provider sends a browser that gave up
     * @param savesCard whether the provider is to keep the card for later charges, as its owner has agreed to: {@link SavedCards}
     */
    record HostedPage(URI returnUrl, URI cancelUrl, boolean savesCard) implements PaymentMethod {

        public HostedPage(URI returnUrl, URI cancelUrl) {
            this(returnUrl, cancelUrl, false);
        }
    }

    /**
     * A card that the provider keeps and we know only by token.
     *
     * @param token the provider's id of the payment method
     * @param returnUrl where the issuer's authentication page sends the browser; {@code null} if nobody is there, as the
     *        payer has agreed to before: a card that asks for authentication is then declined for that
     */
    record CardOnFile(String token, @Nullable URI returnUrl) implements PaymentMethod {

        public CardOnFile {
            if (token.isBlank() || token.length() > 255) {
                throw new IllegalArgumentException("token: expected 1 to 255 characters");
            }
        }

        public CardOnFile(String token) {
            this(token, null);
        }

        /** A token can charge the card, so it is not printed. */
        @Override
        public String toString() {
            return "CardOnFile[token=…, returnUrl=" + returnUrl + "]";
        }
    }

    /**
     * A wallet behind a phone number. The customer agrees on the phone, so nothing is shown in a browser and an outcome
     * is {@link Pending} until then.
     *
     * @param msisdn the international number, 7 to 15 digits and nothing else
     */
    record MobileMoney(String msisdn) implements PaymentMethod {

        private static final Pattern FORM = Pattern.compile("[1-9][0-9]{6,14}");
        private static final int SHOWN = 2;

        public MobileMoney {
            if (!FORM.matcher(msisdn).matches()) {
                throw new IllegalArgumentException("msisdn: expected " + FORM);
            }
        }

        /** A number is a person's, so no more than its end is printed. */
        @Override
        public String toString() {
            return "MobileMoney[msisdn=…" + msisdn.substring(msisdn.length() - SHOWN) + "]";
        }
    }
}
