package dev.refill.recharge;

import java.util.Set;
import java.util.stream.Stream;

import dev.refill.gateway.PaymentMethodType;
import dev.refill.subscriber.Msisdn;

/** How an order is paid, as its customer has chosen. It is kept with the order, so every try of its charge is the same. */
public sealed interface PaymentMeans {

    /** What a gateway has to take for it. */
    PaymentMethodType type();

    /**
     * On the provider's page, and there with whatever it takes.
     *
     * @param savesCard whether the payer has chosen that the card is kept, where the provider can keep it
     */
    record HostedPage(boolean savesCard) implements PaymentMeans {

        public HostedPage() {
            this(false);
        }

        @Override
        public PaymentMethodType type() {
            return PaymentMethodType.HOSTED_PAGE;
        }
    }

    /**
     * By a card that the provider keeps.
     *
     * @param token the provider's
     */
    record CardOnFile(String token) implements PaymentMeans {

        @Override
        public PaymentMethodType type() {
            return PaymentMethodType.CARD_ON_FILE;
        }

        /** A token can charge the card, so it is not printed. */
        @Override
        public String toString() {
            return "CardOnFile[token=…]";
        }
    }

    /**
     * From the wallet of a phone, on which the payment is confirmed.
     *
     * @param payer whose phone; it need not be the one that is recharged
     */
    record MobileMoney(Msisdn payer) implements PaymentMeans {

        @Override
        public PaymentMethodType type() {
            return PaymentMethodType.MOBILE_MONEY;
        }
    }

    /**
     * What may be meant where an order names none, in that order: the page, and the phone that is recharged. Empty: only what
     * has to be named is taken.
     *
     * @param taken what is taken
     */
    static Stream<PaymentMeans> unnamed(Set<PaymentMethodType> taken, Msisdn recharged) {
        return Stream.<PaymentMeans>of(new HostedPage(), new MobileMoney(recharged))
                .filter(means -> taken.contains(means.type()));
    }
}
