package dev.refill.posting;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;

/**
 * The posting rules: what is posted when something happens. Each line of a rule is an account, the leg whose unit it is in, and what it
 * moves by; a line that does not move is left out. Braces stand for a {@link Place}, words for a {@link Term}.
 */
public enum PostingRule {

    RECHARGE("recharge", "a paid order gives its credit; debts are settled first", Source.CODE, """
            deferred-revenue             money   -amount
            gateway-clearing:{gateway}   money   +amount
            {bucket}                     credit  +bucket
            receivable:{subscriber}      credit  +receivable
            issued-credit                credit  -credit
            issued-bonus                 credit  -bonus
            """),
    RECHARGE_FROM_HELD("recharge", "the same, of an order whose money is held already", Source.CODE, """
            deferred-revenue             money   -amount
            unallocated-payments         money   +amount
            {bucket}                     credit  +bucket
            receivable:{subscriber}      credit  +receivable
            issued-credit                credit  -credit
            issued-bonus                 credit  -bonus
            """),
    RELEASE("release", "the last of a debt is settled: what was held back for it can be spent", Source.CODE, """
            bucket:{subscriber}          credit  +amount
            frozen:{subscriber}          credit  -amount
            """),
    HELD_PAYMENT("held-payment", "money of an order without credit is to go back", Source.CODE, """
            unallocated-payments         money   -amount
            gateway-clearing:{gateway}   money   +amount
            """),
    STRAY_PAYMENT("stray-payment", "a payment that another one had followed takes money", Source.CODE, """
            unallocated-payments         money   -amount
            gateway-clearing:{gateway}   money   +amount
            """),
    STRAY_RETURNED("stray-returned", "a person has given that back at the provider", Source.CODE, """
            gateway-clearing:{gateway}   money   -amount
            unallocated-payments         money   +amount
            """),

    REFUND("refund", "a refund is about to be sent, or was found at the provider", Source.CODE, """
            gateway-clearing:{gateway}   money   -amount
            deferred-revenue             money   +amount
            {bucket}                     credit  +bucket
            frozen:{subscriber}          credit  +frozen
            receivable:{subscriber}      credit  +receivable
            issued-credit                credit  +credit
            issued-bonus                 credit  +bonus
            """),
    REFUND_OF_HELD("refund", "the same, of an order that was never credited", Source.CODE, """
            gateway-clearing:{gateway}   money   -amount
            unallocated-payments         money   +amount
            """),
    REFUND_FAILED("refund-failed", "the money of a refund stayed or came back", Source.CODE, """
            gateway-clearing:{gateway}   money   +amount
            deferred-revenue             money   -amount
            issued-credit                credit  -credit
            issued-bonus                 credit  -bonus
            bucket:{subscriber}          credit  +bucket
            receivable:{subscriber}      credit  +receivable
            """),
    REFUND_OF_HELD_FAILED("refund-failed", "the same, of an order that was never credited", Source.CODE, """
            gateway-clearing:{gateway}   money   +amount
            unallocated-payments         money   -amount
            """),

    DISPUTE("dispute", "a customer's bank takes money: its unspent credit is frozen, the spent is owed", Source.CODE, """
            gateway-clearing:{gateway}   money   -amount
            disputed-funds               money   +amount
            gateway-clearing:{gateway}   fees    -fee
            dispute-fees                 fees    +fee
            {bucket}                     credit  +bucket
            receivable:{subscriber}      credit  +receivable
            frozen:{dispute}             credit  -bucket
            disputed-credit              credit  -receivable
            """),
    DISPUTE_WON("dispute-won", "it gives money back, all or a part; the rest is lost", Source.CODE, """
            disputed-funds               money   -back-lost
            gateway-clearing:{gateway}   money   +back
            dispute-losses               money   +lost
            frozen:{dispute}             credit  -amount
            disputed-credit              credit  -owed
            bucket:{subscriber}          credit  +bucket
            receivable:{subscriber}      credit  +receivable
            issued-credit                credit  +credit
            issued-bonus                 credit  +bonus
            """),
    DISPUTE_LOST("dispute-lost", "it gives nothing back", Source.CODE, """
            disputed-funds               money   -lost
            dispute-losses               money   +lost
            frozen:{dispute}             credit  -amount
            disputed-credit              credit  -owed
            issued-credit                credit  +credit
            issued-bonus                 credit  +bonus
            """),

    USAGE("usage", "something is used at once; for each bucket that pays", Source.CODE, """
            {bucket}                     credit  -amount
            used-credit:{service}        credit  +amount
            """),
    USAGE_REFUND("usage-refund", "and is given back", Source.CODE, """
            {bucket}                     credit  +amount
            used-credit:{service}        credit  -amount
            """),
    SESSION_USED("session",
            "a session reports what was used; for each bucket that pays. Given back by the same lines in reverse",
            Source.CODE, """
            {bucket}                     credit  -amount
            used-credit:{service}        credit  +amount
            """),
    SESSION_HELD("session", "and for each bucket that what it may still use is held of, until it is used or given back",
            Source.CODE, """
            {bucket}                     credit  -amount
            frozen:{subscriber}:charging credit  +amount
            """),
    SESSION_OWED("session", "and for what was used and no bucket covers", Source.CODE, """
            receivable:{subscriber}      credit  -amount
            used-credit:{service}        credit  +amount
            """),
    EXPIRY("expiry", "a bucket has ended with something in it", Source.SQL, """
            {bucket}                     credit  -amount
            breakage                     credit  +amount
            """),
    TRANSFER("transfer", "a subscriber gives credit to another", Source.SQL, """
            bucket:{subscriber}          credit  -amount-fee
            {recipient}                  credit  +amount
            transfer-fees                credit  +fee
            """),

    GIVEN("tmf-top-up", "credit is given without a payment, by TMF654", Source.CODE, """
            adjustments                  credit  -amount
            {bucket}                     credit  +amount
            """),
    ADJUSTED_UP("tmf-adjust", "an adjustment gives credit", Source.CODE, """
            adjustments                  credit  -amount
            {bucket}                     credit  +amount
            """),
    ADJUSTED_DOWN("tmf-adjust", "an adjustment takes credit away for good", Source.CODE, """
            {bucket}                     credit  -amount
            used-credit:adjusted         credit  +amount
            """),
    REVERSED("tmf-adjust", "an adjustment takes back what should never have been given", Source.CODE, """
            {bucket}                     credit  -amount
            adjustments                  credit  +amount
            """),
    RESERVED("tmf-reserve", "credit is reserved by TMF654", Source.CODE, """
            {bucket}                     credit  -amount
            frozen:{subscriber}:reserved credit  +amount
            """),
    RESERVATION_USED("tmf-adjust", "a reservation is used up, or a part of it", Source.CODE, """
            frozen:{subscriber}:reserved credit  -amount
            used-credit:reserved         credit  +amount
            """),
    RESERVATION_ENDED("tmf-release", "what is left of a reservation is given back", Source.SQL, """
            frozen:{subscriber}:reserved credit  -amount
            {bucket}                     credit  +amount
            """),

    REVENUE("revenue", "a round finds that credit was used, has ended or was taken away; for each source", Source.SQL, """
            deferred-revenue             money   +earned
            revenue:{source}             money   -earned
            """),

    PAYOUT("payout", "a provider pays out to the bank what it owes us, less its fees", Source.NOT_YET, """
            bank:{bank}                  money   +amount
            provider-fees:{gateway}      money   +fee
            gateway-clearing:{gateway}   money   -amount-fee
            """),
    PROVIDER_FEE("provider-fee", "a provider keeps a fee of its own", Source.NOT_YET, """
            provider-fees:{gateway}      money   +fee
            gateway-clearing:{gateway}   money   -fee
            """),
    BREAK_AT_PROVIDER("break-suspended",
            "a provider has less than our books say, which is looked into; more by the lines in reverse",
            Source.NOT_YET, """
            suspense                     money   +amount
            gateway-clearing:{gateway}   money   -amount
            """),
    BREAK_AT_BANK("break-suspended",
            "the bank has more than our books say, which is looked into; less by the lines in reverse",
            Source.NOT_YET, """
            bank:{bank}                  money   +amount
            suspense                     money   -amount
            """),
    BREAK_RESOLVED("break-resolved", "it is found where that belongs; what was too much by the lines in reverse",
            Source.NOT_YET, """
            {target}                     money   +amount
            suspense                     money   -amount
            """);

    /** Who makes entries by a rule. */
    enum Source {
        /** {@link #entry} or {@link #add}. */
        CODE,
        /** A function of the schema; a test holds what it posts against the rule. */
        SQL,
        /** Nobody: it is what reconciliation is to post. */
        NOT_YET
    }

    private final String kind;
    private final String event;
    private final Source source;
    private final String text;

    private static final class Parsed {

        static final Map<PostingRule, List<RuleLine>> LINES = new EnumMap<>(PostingRule.class);
        static final Map<PostingRule, Set<Term>> TERMS = new EnumMap<>(PostingRule.class);

        static {
            for (PostingRule rule : values()) {
                List<RuleLine> lines = rule.text.lines().map(RuleLine::parse).toList();
                LINES.put(rule, lines);
                TERMS.put(rule, Arrays.stream(Term.values())
                        .filter(term -> lines.stream().anyMatch(line -> line.has(term)))
                        .collect(Collectors.toUnmodifiableSet()));
            }
        }
    }

    PostingRule(String kind, String event, Source source, String text) {
        this.kind = kind;
        this.event = event;
        this.source = source;
        this.text = text;
    }

    /** Of the entry; several rules may have one. */
    public String kind() {
        return kind;
    }

    /** When, as a sentence without its capital. */
    public String event() {
        return event;
    }

    public List<RuleLine> lines() {
        return Objects.requireNonNull(Parsed.LINES.get(this));
    }

    /** Whether anything posts by it so far. */
    public boolean isPosted() {
        return source != Source.NOT_YET;
    }

    /** Whether a function of the schema posts by it. */
    public boolean isPostedBySql() {
        return source == Source.SQL;
    }

    /** Those of the chart that it names. */
    public Set<Account> accounts() {
        return lines().stream().flatMap(line -> line.accountOfChart().stream()).collect(Collectors.toSet());
    }

    /**
     * The entry of an event.
     *
     * @throws IllegalArgumentException if a term or place of the rule is missing, or a term is not zero that it does not have
     */
    public Entry entry(EntryId id, String reference, Instant at, Terms terms) {
        return new Entry(id, kind, reference, at, add(new Lines(), terms).all());
    }

    /** Adds its lines to those of an entry that is made by several rules. What comes to one account in one unit is one line. */
    public Lines add(Lines entry, Terms terms) {
        terms.requireOf(this, Objects.requireNonNull(Parsed.TERMS.get(this)));
        lines().forEach(line -> entry.add(line.account(terms), terms.unit(line.leg()), line.value(terms)));
        return entry;
    }

    /** Whence the amount goes by a rule of two lines, for whoever has a function of the schema post it. */
    public AccountId from(Terms terms) {
        return account("-amount", terms);
    }

    /** Whither it goes. */
    public AccountId to(Terms terms) {
        return account("+amount", terms);
    }

    private AccountId account(String amount, Terms terms) {
        return lines().stream()
                .filter(line -> line.amountText().equals(amount))
                .map(line -> line.account(terms))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(this + ": no line of " + amount));
    }
}
