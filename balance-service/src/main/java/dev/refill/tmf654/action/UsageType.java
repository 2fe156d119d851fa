package dev.refill.tmf654.action;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.refill.ledger.LedgerUnit;
import dev.refill.tariff.plan.Service;

/** What buckets hold, in words of the specification and in units of the books. */
public final class UsageType {

    public static final String MONETARY = "monetary";

    private static final Pattern CREDIT = Pattern.compile("airtime:[A-Z]{3}");

    private UsageType() {}

    public static String of(LedgerUnit unit) {
        return Arrays.stream(Service.values())
                .filter(service -> service.unit().equals(unit))
                .map(Service::word)
                .findFirst()
                .orElse(MONETARY);
    }

    /** Empty: no bucket holds such a unit. */
    public static Optional<LedgerUnit> unit(String code) {
        boolean free = Arrays.stream(Service.values()).anyMatch(service -> service.unit().code().equals(code));
        return free || CREDIT.matcher(code).matches() ? Optional.of(new LedgerUnit(code)) : Optional.empty();
    }

    /** Whether it is credit, which a main bucket holds; free usage has terms, and a bucket of its own. */
    static boolean isCredit(LedgerUnit unit) {
        return CREDIT.matcher(unit.code()).matches();
    }

    /** The only unit of free usage. Empty: there are several, or there is no such type. */
    public static Optional<LedgerUnit> unitOf(String usageType) {
        return Arrays.stream(Service.values())
                .filter(service -> service.word().equals(usageType))
                .map(Service::unit)
                .findFirst();
    }
}
