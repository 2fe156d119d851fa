package dev.refill.sandbox.stripe.page;

import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.stripe.payment.TestCard;
import dev.refill.sandbox.stripe.payment.TestCards;

/**
 * A card as it was typed, judged.
 *
 * @param card absent when there are problems
 */
record CardForm(@Nullable TestCard card, String name, List<Problem> problems) {

    private static final Pattern EXPIRY = Pattern.compile("\\s*(\\d{1,2})\\s*[/-]?\\s*(?:20)?(\\d{2})\\s*");
    private static final Pattern CVC = Pattern.compile("\\d{3,4}");
    private static final int LONGEST_NAME = 200;

    static CardForm read(Map<String, Object> form, Clock clock) {
        List<Problem> problems = new ArrayList<>();
        TestCard card = card(text(form, "cardNumber").replaceAll("[ -]", ""), problems);
        checkExpiry(text(form, "cardExpiry"), clock, problems);
        if (!CVC.matcher(text(form, "cardCvc").strip()).matches()) {
            problems.add(new Problem("cardCvc", "Enter the three or four digits of the security code."));
        }
        String name = text(form, "billingName").strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            problems.add(new Problem("billingName", "Enter the name on the card."));
        }
        return new CardForm(problems.isEmpty() ? card : null, name, problems);
    }

    private static @Nullable TestCard card(String digits, List<Problem> problems) {
        TestCard card = TestCards.byNumber(digits);
        if (digits.isEmpty()) {
            problems.add(new Problem("cardNumber", "Enter the card number."));
        } else if (card == null && digits.matches("\\d{12,19}")) {
            problems.add(new Problem("cardNumber",
                    "Your card was declined. This is a sandbox: use one of the test cards listed below."));
        } else if (card == null) {
            problems.add(new Problem("cardNumber", "Your card number is incomplete or has other signs than digits."));
        }
        return card;
    }

    private static void checkExpiry(String typed, Clock clock, List<Problem> problems) {
        Matcher matcher = EXPIRY.matcher(typed);
        int month = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        if (month < 1 || month > 12) {
            problems.add(new Problem("cardExpiry", "Enter the expiry date as month and year, like 12 / 34."));
            return;
        }
        YearMonth expiry = YearMonth.of(2000 + Integer.parseInt(matcher.group(2)), month);
        if (expiry.isBefore(YearMonth.now(clock.withZone(ZoneOffset.UTC)))) {
            problems.add(new Problem("cardExpiry", "Your card's expiration date is in the past."));
        }
    }

    private static String text(Map<String, Object> form, String name) {
        return form.get(name) instanceof String text ? text : "";
    }
}
