package dev.refill.sandbox.stripe.payment;

/**
 * One of Stripe's documented test cards.
 *
 * @param number all digits; it never leaves this record's users in full
 * @param meaning what it does, for people
 */
public record TestCard(String number, String brand, Verdict verdict, Aftermath aftermath, String meaning) {

    TestCard(String number, String brand, Verdict verdict, String meaning) {
        this(number, brand, verdict, Aftermath.NOTHING, meaning);
    }

    public String last4() {
        return number.substring(number.length() - 4);
    }

    /** Grouped as it is printed on a card. */
    public String spaced() {
        return number.replaceAll("(.{4})(?=.)", "$1 ");
    }
}
