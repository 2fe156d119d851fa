package dev.refill.tmf654.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.ledger.LedgerUnit;
import dev.refill.tmf654.Caller;
import dev.refill.tmf654.action.ActionKind;
import dev.refill.tmf654.action.NewAction;
import dev.refill.tmf654.action.Purchases;
import dev.refill.tmf654.action.UsageType;
import dev.refill.tmf654.action.Whom;
import dev.refill.tmf654.action.Wish;
import dev.refill.tmf654.resource.Shapes;

/** Reads what is asked for. */
final class ActionBodies {

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern OFFER = Pattern.compile("[a-z][a-z0-9-]{1,47}");
    /** As orders take tokens, which no card number is. */
    private static final Pattern METHOD = Pattern
            .compile("(?![0-9]{12,19}$)(?=.{1,255}$)[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    private final Duration longestReservation;

    ActionBodies(Duration longestReservation) {
        this.longestReservation = longestReservation;
    }

    /** A request that is read, or what is wrong with it. */
    record Reading(Body body, @Nullable NewAction request) {}

    Reading read(ActionKind kind, ObjectNode content, Caller caller, String id, Instant now) {
        Body body = new Body(content, Shapes.faults(kind, content));
        if (!body.faults().isEmpty()) {
            return new Reading(body, null);
        }
        boolean paid = kind == ActionKind.TOP_UP && body.has("paymentMethod");
        boolean usesUp = kind == ActionKind.ADJUST && body.has("reserveBalance");
        Long amount = body.amount();
        LedgerUnit unit = paid
                ? body.units("amount", ActionBodies::currency, "a currency like \"USD\", as it is paid for")
                : body.units("amount", UsageType::unit, "a unit like \"airtime:USD\" or \"data:byte\"");
        boolean told = body.has("bucket") || body.has("logicalResource") || body.has("partyAccount");
        Whom whom = usesUp && !told ? null : body.whom("bucket", "logicalResource", "partyAccount");
        if (amount == null && !usesUp && !body.node().path("amount").has("amount")) {
            body.wrong("amount.amount", "there");
        }
        if (unit == null && (paid || (!usesUp && !body.has("bucket"))) && !body.node().path("amount").has("units")) {
            body.wrong("amount.units", "there");
        }
        Wish wish = wish(kind, body, now);
        return new Reading(body, body.faults().isEmpty()
                ? new NewAction(id, caller, RequestKey.fingerprint(content), Objects.requireNonNull(wish), whom, amount,
                        unit, content)
                : null);
    }

    private static Optional<LedgerUnit> currency(String code) {
        return Optional.of(code).filter(CURRENCY.asMatchPredicate()).map(LedgerUnit::new);
    }

    /** Null: it is wrong. */
    private @Nullable Wish wish(ActionKind kind, Body body, Instant now) {
        return switch (kind) {
            case TOP_UP -> topUp(body);
            case ADJUST -> adjustment(body);
            case RESERVE -> reservation(body, now);
            case TRANSFER -> transfer(body);
        };
    }

    private static Wish topUp(Body body) {
        if (body.node().path("isAutoTopup").booleanValue(false) || body.has("recurringPeriod")
                || body.has("numberOfPeriods")) {
            body.wrong("isAutoTopup", "false, and no periods: each top-up is asked for");
        }
        if (!body.has("paymentMethod")) {
            return new Wish.Give();
        }
        if (body.has("voucher")) {
            body.wrong("voucher", "not together with paymentMethod");
        }
        matches(body, OFFER, "the id of an offer, like \"airtime-usd\"", "product", "id");
        matches(body, METHOD, "the provider's token of a kept card, or \"" + Purchases.HOSTED_PAGE + "\"",
                "paymentMethod", "id");
        return Purchases.read(body.node());
    }

    private static void matches(Body body, Pattern form, String expected, String... path) {
        if (body.text(path).filter(form.asMatchPredicate()).isEmpty()) {
            body.wrong(String.join(".", path), expected);
        }
    }

    private static @Nullable Wish adjustment(Body body) {
        String type = body.text("adjustType").orElse("").toLowerCase(Locale.ROOT);
        if (body.has("reserveBalance")) {
            if (!type.isEmpty() && !type.endsWith("debit")) {
                body.wrong("adjustType", "one that ends in Debit, as it uses up a reservation");
            }
            return new Wish.UseUp(body.text("reserveBalance", "id").orElse(""));
        }
        Optional<Wish.Direction> direction = Arrays.stream(Wish.Direction.values())
                .filter(one -> type.endsWith(one.name().toLowerCase(Locale.ROOT)))
                .findFirst();
        if (direction.isEmpty()) {
            body.wrong("adjustType", "one that ends in Credit, Debit or Reversal, like \"goodWillCredit\"");
        }
        return direction.map(Wish.Adjust::new).orElse(null);
    }

    private Wish reservation(Body body, Instant now) {
        Instant until = body.time("expirationDate");
        if (until != null && (!until.isAfter(now) || until.isAfter(now.plus(longestReservation)))) {
            body.wrong("expirationDate", "a time to come, within " + longestReservation);
        }
        return new Wish.Reserve(until);
    }

    private static @Nullable Wish transfer(Body body) {
        if (!body.text("costOwner").map("originator"::equalsIgnoreCase).orElse(true)) {
            body.wrong("costOwner", "\"originator\": the sender pays the fee");
        }
        Whom receiver = body.whom("receiverBucket", "receiverLogicalResource", "receiverPartyAccount");
        return receiver == null ? null : new Wish.Transfer(receiver);
    }

}
