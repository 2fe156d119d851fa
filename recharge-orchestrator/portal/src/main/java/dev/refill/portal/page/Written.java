package dev.refill.portal.page;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;

import dev.refill.gateway.Money;
import dev.refill.subscriber.Msisdn;

/** How values are written on pages: exact decimals with their currency, times in UTC. */
public final class Written {

    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Written() {}

    /** {@code $10.00}, {@code KES 10.00}, {@code ¥1000}. */
    public static String money(Money money) {
        return money(money.minor(), money.currency());
    }

    /** As {@link #money(Money)}; negative amounts have their minus sign in front. */
    public static String money(long minor, Currency currency) {
        String symbol = currency.getSymbol(Locale.US);
        String gap = symbol.length() == 1 ? "" : "\u00a0";
        BigDecimal amount = BigDecimal.valueOf(minor, currency.getDefaultFractionDigits());
        return (minor < 0 ? "\u2212" : "") + symbol + gap + amount.abs().toPlainString();
    }

    /** {@code +1 212-555-0100}: with country code and spaces. */
    public static String number(Msisdn msisdn) {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        try {
            return numbers.format(numbers.parse(msisdn.e164(), null), PhoneNumberFormat.INTERNATIONAL);
        } catch (NumberParseException notInTheTables) {
            return msisdn.e164();
        }
    }

    /** {@code 2026-03-01 09:30:00 UTC}. */
    public static String time(Instant instant) {
        return UTC.format(instant);
    }
}
