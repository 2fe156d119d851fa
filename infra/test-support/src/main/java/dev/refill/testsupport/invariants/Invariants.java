package dev.refill.testsupport.invariants;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.refill.testsupport.invariants.Snapshot.Answer;
import dev.refill.testsupport.invariants.Snapshot.Capture;
import dev.refill.testsupport.invariants.Snapshot.FormerPayment;
import dev.refill.testsupport.invariants.Snapshot.KeptEvent;
import dev.refill.testsupport.invariants.Snapshot.Line;
import dev.refill.testsupport.invariants.Snapshot.PlacedOrder;
import dev.refill.testsupport.invariants.Snapshot.Step;

/**
 * Judges a snapshot by every {@link Rule}. The simulation asks after each step, so these are plain loops: a judgement of a
 * few orders takes microseconds.
 */
public final class Invariants {

    private static final Set<String> UNPAID = Set.of("DECLINED", "EXPIRED", "CANCELLED");
    private static final Set<String> PAID = Set.of("PAID", "CREDITED");
    private static final String CREDITED = "CREDITED";
    private static final String WITH_A_PERSON = "IN_REVIEW";
    static final String RETURNED = "RETURNED";
    static final String BUCKET = "bucket:";
    static final String RECEIVABLE = "receivable:";
    private static final Set<String> MONEY_OF_ORDERS = Set.of("recharge", "held-payment", "refund", "refund-failed");
    private static final Set<String> OPEN_EVENT = Set.of("ready", "retry", "parked");
    /** What partners are told of. */
    private static final Set<String> NEWS = Set.of("PAID", "CREDITED", "DECLINED", "EXPIRED", "IN_REVIEW", "CANCELLED",
            RETURNED);

    private final Snapshot snapshot;
    private final List<Broken> broken = new ArrayList<>();
    private final Map<String, PlacedOrder> ordersByKey = new HashMap<>();
    private final Map<String, PlacedOrder> ordersByFormerKey = new HashMap<>();
    private final Map<String, PlacedOrder> ordersById = new HashMap<>();
    private final GoingBack goingBack;

    private Invariants(Snapshot snapshot) {
        this.snapshot = snapshot;
        for (PlacedOrder order : snapshot.orders()) {
            ordersById.put(order.id(), order);
            ordersByKey.put(order.operationKey(), order);
            for (FormerPayment payment : order.former()) {
                ordersByFormerKey.put(payment.operationKey(), order);
            }
        }
        this.goingBack = new GoingBack(snapshot, ordersById, broken);
    }

    /** What does not hold although it always must. Empty: all is well. */
    public static List<Broken> always(Snapshot snapshot) {
        Invariants check = new Invariants(snapshot);
        check.books();
        check.credits();
        check.orders();
        check.keys();
        check.goingBack.always();
        check.charges();
        check.events();
        return check.broken;
    }

    /** The same, and what does not hold although nothing is outstanding any more. */
    public static List<Broken> atRest(Snapshot snapshot) {
        List<Broken> always = always(snapshot);
        Invariants check = new Invariants(snapshot);
        check.ends();
        check.truth();
        check.goingBack.atRest();
        check.news();
        always.addAll(check.broken);
        return always;
    }

    private void breaks(Rule rule, String subject, Object found) {
        broken.add(new Broken(rule, subject, String.valueOf(found)));
    }

    private void books() {
        Map<String, Long> ofUnits = new HashMap<>();
        Map<String, Long> ofEntries = new HashMap<>();
        Map<String, Long> ofAccounts = new HashMap<>();
        for (Line line : snapshot.postings()) {
            ofUnits.merge(line.unit(), line.amount(), Math::addExact);
            ofEntries.merge(line.entry() + " " + line.unit(), line.amount(), Math::addExact);
            ofAccounts.merge(line.account() + " " + line.unit(), line.amount(), Math::addExact);
        }
        isZero(Rule.UNIT_SUMS_TO_ZERO, ofUnits);
        isZero(Rule.ENTRY_SUMS_TO_ZERO, ofEntries);
        for (Snapshot.Held held : snapshot.balances()) {
            String account = held.account() + " " + held.unit();
            Long posted = ofAccounts.remove(account);
            if (held.balance() != (posted == null ? 0 : posted)) {
                breaks(Rule.BALANCE_IS_ITS_POSTINGS, account, held.balance() + ", postings " + posted);
            }
            if (held.balance() < 0 && (held.account().startsWith(BUCKET) || held.account().startsWith("frozen:"))) {
                breaks(Rule.NO_BUCKET_BELOW_ZERO, account, held.balance());
            }
            if (held.balance() > 0 && held.account().startsWith(RECEIVABLE)) {
                breaks(Rule.NO_DEBT_ABOVE_ZERO, account, held.balance());
            }
        }
        isZero(Rule.BALANCE_IS_ITS_POSTINGS, ofAccounts);
    }

    private void isZero(Rule rule, Map<String, Long> sums) {
        sums.forEach((subject, sum) -> {
            if (sum != 0) {
                breaks(rule, subject, sum);
            }
        });
    }

    private void credits() {
        Map<String, String> entryOfOrder = new HashMap<>();
        Map<String, Long> credits = new HashMap<>();
        for (Line line : snapshot.postings()) {
            if (isCredit(line)) {
                credits.merge(line.reference(), line.amount(), Math::addExact);
                String earlier = entryOfOrder.put(line.reference(), line.entry());
                if (earlier != null && !earlier.equals(line.entry())) {
                    breaks(Rule.ONE_CREDIT_PER_ORDER, line.reference(), earlier + " and " + line.entry());
                }
            }
        }
        credits.forEach((reference, amount) -> {
            PlacedOrder order = ordersById.get(reference);
            if (order == null || !PAID.contains(order.state()) || order.credit() != amount) {
                breaks(Rule.CREDIT_IS_OF_A_PAID_ORDER, reference, amount + " for "
                        + (order == null ? "no order" : order.state() + " over " + order.credit()));
            }
        });
        for (PlacedOrder order : snapshot.orders()) {
            if (order.state().equals(CREDITED) && !entryOfOrder.containsKey(order.id())) {
                breaks(Rule.CREDITED_ORDER_HAS_ITS_CREDIT, order.id(), "none");
            }
        }
    }

    /** What settles a debt is as much a credit as what can be spent. */
    private static boolean isCredit(Line line) {
        return line.kind().equals("recharge")
                && (line.account().startsWith(BUCKET) || line.account().startsWith(RECEIVABLE));
    }

    private void orders() {
        Set<String> claims = new HashSet<>();
        for (PlacedOrder order : snapshot.orders()) {
            if (!claims.add(order.claim())) {
                breaks(Rule.ONE_ORDER_PER_KEY, order.claim(), "a second order, " + order.id());
            }
            if (order.isQueued() == hasEnded(order)) {
                breaks(Rule.ENDED_OR_QUEUED, order.id(), order.state() + (order.isQueued() ? " is queued" : ""));
            }
            changes(order);
        }
    }

    private static boolean hasEnded(PlacedOrder order) {
        return order.state().equals(CREDITED) || order.state().equals(WITH_A_PERSON) || order.state().equals(RETURNED)
                || UNPAID.contains(order.state());
    }

    private void changes(PlacedOrder order) {
        String before = null;
        long version = 0;
        for (Step step : order.steps()) {
            if (step.version() != ++version || !Objects.equals(step.from(), before)) {
                breaks(Rule.CHANGES_JOIN_UP, order.id(), step + " after " + before);
            }
            if (CREDITED.equals(before) && !step.to().equals(CREDITED)) {
                breaks(Rule.CREDITED_IS_FINAL, order.id(), step);
            }
            before = step.to();
        }
        if (!order.state().equals(before)) {
            breaks(Rule.CHANGES_JOIN_UP, order.id(), order.state() + ", noted " + before);
        }
    }

    private void keys() {
        List<Snapshot.Key> keys = snapshot.keys();
        if (keys != null) {
            Set<String> claims = new HashSet<>();
            keys.forEach(key -> claims.add(key.claim()));
            for (PlacedOrder order : snapshot.orders()) {
                if (!claims.contains(order.claim())) {
                    breaks(Rule.ONE_ORDER_PER_KEY, order.id(), "no key has the claim " + order.claim());
                }
            }
        }
        Map<String, String> told = new HashMap<>();
        for (Answer answer : snapshot.answers()) {
            String earlier = told.put(answer.key(), answer.order());
            if (!ordersById.containsKey(answer.order()) || (earlier != null && !earlier.equals(answer.order()))) {
                breaks(Rule.ANSWER_STANDS, answer.key(), answer.order() + ", before " + earlier);
            }
        }
    }

    private void charges() {
        Snapshot.Provider provider = snapshot.provider();
        if (provider == null) {
            return;
        }
        for (String key : provider.keys()) {
            if (!ordersByKey.containsKey(key) && !ordersByFormerKey.containsKey(key)) {
                breaks(Rule.CHARGED_KEY_IS_AN_ORDERS, key, "no order");
            }
        }
        provider.keysElsewhere().forEach(key -> breaks(Rule.KEY_AT_ONE_PROVIDER, key, "also at another one"));
        Map<String, Long> left = new HashMap<>();
        for (Capture capture : provider.captures()) {
            if (left.put(capture.operationKey(), capture.captured().minor() - capture.refunded()) != null) {
                breaks(Rule.ONE_CHARGE_PER_ORDER, capture.operationKey(), "charged again");
            }
            PlacedOrder later = ordersByFormerKey.get(capture.operationKey());
            if (later != null && capture.isHeld()) {
                breaks(Rule.FORMER_PAYMENT_IS_NOT_CHARGED, later.id(), capture.operationKey() + ", " + later.state());
            }
            PlacedOrder order = ordersByKey.get(capture.operationKey());
            if (order != null && UNPAID.contains(order.state()) && capture.isHeld()) {
                breaks(Rule.UNPAID_WAS_NOT_CHARGED, order.id(), order.state() + ", charged " + capture.captured());
            }
        }
        goingBack.notInTheBooksYet(provider).forEach((key, minor) -> left.merge(key, minor, Math::addExact));
        moneyByOrder().forEach((id, money) -> {
            PlacedOrder order = ordersById.get(id);
            if (order != null && money > left.getOrDefault(order.operationKey(), 0L)) {
                breaks(Rule.CREDITS_WITHIN_CAPTURES, id, money + ", captured " + left.get(order.operationKey()));
            }
        });
    }

    /** What providers owe us of each order by the books, whatever customers' banks took in disputes. */
    private Map<String, Long> moneyByOrder() {
        Map<String, Long> money = new HashMap<>();
        for (Line line : snapshot.postings()) {
            if (MONEY_OF_ORDERS.contains(line.kind()) && line.account().startsWith("gateway-clearing:")) {
                money.merge(goingBack.orderOf(line), line.amount(), Math::addExact);
            }
        }
        return money;
    }

    private void events() {
        List<KeptEvent> events = snapshot.events();
        if (events == null) {
            return;
        }
        Set<String> ids = new HashSet<>();
        for (KeptEvent event : events) {
            if (!ids.add(event.id())) {
                breaks(Rule.EVENT_IS_KEPT_ONCE, event.id(), "again");
            }
            PlacedOrder order = ordersByKey.get(event.operationKey());
            if (event.saysCaptured() && event.state().equals("done") && order != null && order.captured() == null
                    && !order.state().equals(WITH_A_PERSON)) {
                breaks(Rule.DONE_EVENT_HAD_ITS_EFFECT, event.id(), order.id() + " is " + order.state());
            }
            PlacedOrder later = ordersByFormerKey.get(event.operationKey());
            if (event.saysCaptured() && event.state().equals("done") && later != null && later.former().stream()
                    .anyMatch(payment -> payment.operationKey().equals(event.operationKey())
                            && payment.stray() == null)) {
                breaks(Rule.DONE_EVENT_HAD_ITS_EFFECT, event.id(), event.operationKey() + " of " + later.id());
            }
        }
    }

    private void ends() {
        for (PlacedOrder order : snapshot.orders()) {
            if (!hasEnded(order)) {
                breaks(Rule.EVERY_ORDER_HAS_ENDED, order.id(), order.state());
            }
        }
        List<KeptEvent> events = snapshot.events();
        if (events != null) {
            for (KeptEvent event : events) {
                if (OPEN_EVENT.contains(event.state())) {
                    breaks(Rule.NO_EVENT_WAITS, event.id(), event.state());
                }
            }
        }
    }

    private void truth() {
        Snapshot.Provider provider = snapshot.provider();
        if (provider == null) {
            return;
        }
        Map<String, Snapshot.Sum> captured = new HashMap<>();
        Set<String> givenBack = new HashSet<>();
        for (Capture capture : provider.captures()) {
            captured.put(capture.operationKey(), capture.captured());
            if (!capture.isHeld()) {
                givenBack.add(capture.operationKey());
            }
        }
        strays(provider);
        for (PlacedOrder order : snapshot.orders()) {
            Snapshot.@Nullable Sum theirs = captured.get(order.operationKey());
            if (!Objects.equals(order.captured(), theirs) && !order.state().equals(WITH_A_PERSON)) {
                breaks(Rule.CAPTURES_ARE_OURS, order.id(), order.captured() + ", the provider's " + theirs);
            }
            boolean asOrdered = order.price().equals(theirs);
            if (order.state().equals(CREDITED) != asOrdered && !givenBack.contains(order.operationKey())
                    && !(asOrdered && (order.state().equals(WITH_A_PERSON) || order.state().equals(RETURNED)))) {
                breaks(Rule.CAPTURED_IS_CREDITED, order.id(), order.state() + ", captured " + theirs);
            }
        }
    }

    private void strays(Snapshot.Provider provider) {
        Map<String, Capture> captured = new HashMap<>();
        provider.captures().forEach(capture -> captured.put(capture.operationKey(), capture));
        for (PlacedOrder order : snapshot.orders()) {
            for (FormerPayment payment : order.former()) {
                Capture theirs = captured.get(payment.operationKey());
                if (!Objects.equals(payment.stray(), theirs == null ? null : theirs.captured())) {
                    breaks(Rule.STRAYS_ARE_OURS, payment.operationKey(),
                            payment.stray() + ", the provider's " + theirs);
                }
            }
        }
    }

    private void news() {
        Set<String> told = snapshot.told();
        if (told == null) {
            return;
        }
        for (PlacedOrder order : snapshot.orders()) {
            for (Step step : order.steps()) {
                String event = "evt_" + order.id().substring("rch_".length()) + "_" + step.version();
                if (NEWS.contains(step.to()) && !told.contains(event)) {
                    breaks(Rule.EVERY_CHANGE_IS_TOLD, order.id(), step);
                }
            }
        }
    }
}
