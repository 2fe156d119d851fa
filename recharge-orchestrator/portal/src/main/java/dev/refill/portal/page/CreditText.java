package dev.refill.portal.page;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Currency;

import dev.refill.ledger.Amount;
import dev.refill.ledger.LedgerUnit;
import dev.refill.offer.Quantity;

/**
 * Credit as it is written: a number, and the key of the message that puts the unit's word to it.
 *
 * @param key for example {@code credit.airtime}
 * @param number exact, for example {@code $10.00} or {@code 1.5}
 */
public record CreditText(String key, String number) {

    private static final MathContext THREE_DIGITS = new MathContext(3);
    private static final long KILO = 1_000;
    private static final long MEGA = 1_000_000;
    private static final long GIGA = 1_000_000_000;

    public static CreditText of(Quantity quantity) {
        return of(quantity.value(), quantity.unit());
    }

    /** Negative amounts have their minus sign in front. */
    public static CreditText of(Amount amount) {
        return of(amount.value(), amount.unit());
    }

    /** With a sign in front in any case, for lines of a history. */
    public static CreditText signed(Amount amount) {
        CreditText plain = of(amount);
        return amount.value() > 0 ? new CreditText(plain.key, "+" + plain.number) : plain;
    }

    /** As much as one wants to read of usage: data in three digits, calls of a minute and more in minutes; all else exact. */
    public static CreditText about(Amount amount) {
        long value = amount.value();
        return switch (amount.unit().code()) {
            case "data:byte" -> data(BigDecimal.valueOf(value).round(THREE_DIGITS).longValueExact());
            case "voice:second" -> voice(Math.abs(value) < 60 ? value : Math.round(value / 60.0) * 60);
            default -> of(amount);
        };
    }

    private static CreditText of(long value, LedgerUnit unit) {
        String code = unit.code();
        int colon = code.indexOf(':');
        if (colon < 0) {
            return new CreditText("credit.money", Written.money(value, Currency.getInstance(code)));
        }
        return switch (code.substring(0, colon)) {
            case "airtime" -> new CreditText("credit.airtime",
                    Written.money(value, Currency.getInstance(code.substring(colon + 1))));
            case "data" -> data(value);
            case "voice" -> voice(value);
            case "sms" -> counted("credit.message", value, 1);
            default -> new CreditText("credit.other", plain(value, 1) + "\u00a0" + code);
        };
    }

    private static CreditText data(long bytes) {
        long size = Math.abs(bytes);
        if (size >= GIGA && size % MEGA == 0) {
            return new CreditText("credit.gigabytes", plain(bytes, GIGA));
        }
        if (size >= MEGA && size % KILO == 0) {
            return new CreditText("credit.megabytes", plain(bytes, MEGA));
        }
        return new CreditText("credit.bytes", plain(bytes, 1));
    }

    private static CreditText voice(long seconds) {
        return seconds % 60 == 0
                ? counted("credit.minute", seconds, 60)
                : counted("credit.second", seconds, 1);
    }

    /** @param one the key for one; that for all others ends with an {@code s} */
    private static CreditText counted(String one, long value, long per) {
        return new CreditText(Math.abs(value) == per ? one : one + "s", plain(value, per));
    }

    private static String plain(long value, long per) {
        BigDecimal exact = BigDecimal.valueOf(value).divide(BigDecimal.valueOf(per)).abs();
        String digits = exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
        return value < 0 ? "\u2212" + digits : digits;
    }
}
