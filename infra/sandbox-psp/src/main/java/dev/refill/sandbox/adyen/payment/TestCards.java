package dev.refill.sandbox.adyen.payment;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Card;
import dev.refill.sandbox.core.Decline;

/** Some of Adyen's test cards. What becomes of one on the page, the name of its holder says, as at Adyen. */
public final class TestCards {

    /** Names that are refused, with Adyen's code and words. */
    private static final Map<String, Decline> BY_HOLDER = Map.of(
            "DECLINED", new Decline("2", null, "Refused"),
            "CARD_EXPIRED", new Decline("6", null, "Expired Card"),
            "NOT_ENOUGH_BALANCE", new Decline("12", null, "Not enough balance"));
    private static final Card VISA = new Card("visa", "1111", 3, 2030);
    private static final Map<String, Card> BY_NUMBER = Map.of(
            "4111111111111111", VISA,
            "5555444433331111", new Card("mc", "1111", 3, 2030));
    /** Cards that the sandbox keeps, by their ids. */
    private static final Map<String, Verdict> STORED = Map.of(
            "SANDBOXVISA", new Verdict(VISA, null),
            "SANDBOXREFUSED", new Verdict(VISA, BY_HOLDER.get("DECLINED")),
            "SANDBOXEMPTY", new Verdict(VISA, BY_HOLDER.get("NOT_ENOUGH_BALANCE")));

    private TestCards() {}

    public static List<String> numbers() {
        return BY_NUMBER.keySet().stream().sorted().toList();
    }

    public static List<String> refusedHolders() {
        return BY_HOLDER.keySet().stream().sorted().toList();
    }

    /** Null for what is no test card. */
    public static @Nullable Verdict onPage(String number, String holder) {
        Card card = BY_NUMBER.get(number.replaceAll("[ -]", ""));
        return card == null ? null : new Verdict(card, BY_HOLDER.get(holder.strip()));
    }

    /** Null when there is no such card. */
    static @Nullable Verdict stored(String id) {
        return STORED.get(id);
    }
}
