package dev.refill.posting;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.refill.ledger.AccountId;

/** The chart of accounts: every account that anything is posted to, and what stands on it. */
public enum Account {

    GATEWAY_CLEARING("gateway-clearing:{gateway}", Kind.ASSET, Sign.PLUS, "the provider owes us this"),
    BANK("bank:{bank}", Kind.ASSET, Sign.PLUS, "on our account with a bank, by its name"),
    DISPUTED_FUNDS("disputed-funds", Kind.ASSET, Sign.PLUS, "customers' banks took this and may give it back"),
    SUSPENSE("suspense", Kind.ASSET, Sign.EITHER, "nobody knows yet what this is: breaks that are being looked into"),

    DEFERRED_REVENUE("deferred-revenue", Kind.LIABILITY, Sign.MINUS, "we owe our customers service for this"),
    UNALLOCATED_PAYMENTS("unallocated-payments", Kind.LIABILITY, Sign.MINUS,
            "captured, and of no order that is credited, until somebody decides"),
    AGENT_FLOAT("agent-float:{agent}", Kind.LIABILITY, Sign.MINUS,
            "an agent has paid this in advance, to sell from it"),

    REVENUE("revenue:{source}", Kind.INCOME, Sign.MINUS, "earned, by what the credit went for"),

    PROVIDER_FEES("provider-fees:{gateway}", Kind.EXPENSE, Sign.PLUS, "a provider kept this for its work"),
    DISPUTE_FEES("dispute-fees", Kind.EXPENSE, Sign.PLUS, "providers kept this for disputes"),
    DISPUTE_LOSSES("dispute-losses", Kind.EXPENSE, Sign.PLUS, "customers' banks took this for good"),

    BUCKET("bucket:{subscriber}", Kind.CREDIT, Sign.PLUS, "the subscriber can spend this"),
    FROZEN("frozen:{owner}", Kind.CREDIT, Sign.PLUS,
            "somebody's, and held back: for a session, a reservation, a debt, a dispute"),
    RECEIVABLE("receivable:{subscriber}", Kind.CREDIT, Sign.MINUS, "the subscriber owes this"),
    ISSUED_CREDIT("issued-credit", Kind.CREDIT, Sign.MINUS, "given out for payment"),
    ISSUED_BONUS("issued-bonus", Kind.CREDIT, Sign.MINUS, "given away: promotions and bonuses"),
    DISPUTED_CREDIT("disputed-credit", Kind.CREDIT, Sign.PLUS, "spent, and owed because its money is disputed"),
    USED_CREDIT("used-credit:{service}", Kind.CREDIT, Sign.PLUS, "spent, by what it went for"),
    TRANSFER_FEES("transfer-fees", Kind.CREDIT, Sign.PLUS, "paid by subscribers for giving credit to others"),
    ADJUSTMENTS("adjustments", Kind.CREDIT, Sign.MINUS, "given without a payment, less what of it was taken back"),
    BREAKAGE("breakage", Kind.CREDIT, Sign.PLUS, "ended before anybody used it");

    /** On which side of the books it is. Credit is no money: what is issued, held and used of it adds up to nothing on a side of its own. */
    public enum Kind {
        ASSET,
        LIABILITY,
        INCOME,
        EXPENSE,
        CREDIT
    }

    /** What its balance usually is. */
    public enum Sign {
        PLUS,
        MINUS,
        EITHER
    }

    private static final Pattern PLACE = Pattern.compile("\\{[a-z]+}");
    private static final Map<String, Account> BY_WORD = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(Account::word, Function.identity()));

    private final String template;
    private final Kind kind;
    private final Sign sign;
    private final String meaning;

    Account(String template, Kind kind, Sign sign, String meaning) {
        this.template = template;
        this.kind = kind;
        this.sign = sign;
        this.meaning = meaning;
    }

    /** Its name, with what it is kept apart by in braces. */
    public String template() {
        return template;
    }

    public Kind kind() {
        return kind;
    }

    public Sign sign() {
        return sign;
    }

    /** What its balance is, as the end of a sentence. */
    public String meaning() {
        return meaning;
    }

    /** The first of its words, which no other has. */
    public String word() {
        return template.split(":", 2)[0];
    }

    /**
     * The one account.
     *
     * @throws IllegalStateException if there are several, for which {@link #of} is
     */
    public AccountId id() {
        if (PLACE.matcher(template).find()) {
            throw new IllegalStateException(template + ": of whom (expected: of)");
        }
        return new AccountId(template);
    }

    /** The one that is kept apart for something, for example for a provider. */
    public AccountId of(String what) {
        if (!PLACE.matcher(template).find()) {
            throw new IllegalStateException(template + ": of " + what + " (expected: id)");
        }
        return new AccountId(word() + ":" + what);
    }

    /**
     * Which account of the chart it is.
     *
     * @throws IllegalArgumentException if it is not in the chart
     */
    public static Account of(AccountId account) {
        Account found = BY_WORD.get(account.value().split(":", 2)[0]);
        if (found == null) {
            throw new IllegalArgumentException("account: " + account + " (expected one of: " + BY_WORD.keySet() + ")");
        }
        return found;
    }

    /** Those that no rule posts to yet. */
    public static Set<Account> notPostedTo() {
        Set<Account> unused = EnumSet.allOf(Account.class);
        Arrays.stream(PostingRule.values()).filter(PostingRule::isPosted)
                .flatMap(rule -> rule.accounts().stream())
                .forEach(unused::remove);
        return unused;
    }
}
