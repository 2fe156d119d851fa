package dev.refill.testsupport.invariants;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import dev.refill.testsupport.invariants.Snapshot.Dispute;
import dev.refill.testsupport.invariants.Snapshot.GivenBack;
import dev.refill.testsupport.invariants.Snapshot.Line;
import dev.refill.testsupport.invariants.Snapshot.PlacedOrder;
import dev.refill.testsupport.invariants.Snapshot.Refund;
import dev.refill.testsupport.invariants.Snapshot.Taken;

/** Judges money that goes back: refunds and disputes. Costs next to nothing as long as there are none. */
final class GoingBack {

    private static final String FAILED = "FAILED";
    private static final Set<String> WAS_SENT = Set.of("UNKNOWN", "IN_REVIEW", "SUCCEEDED");
    private static final Set<String> NOT_TO_BE_SENT = Set.of("AWAITING_APPROVAL", "REJECTED");
    private static final Set<String> CAME_TO_NOTHING = Set.of("REJECTED", "FAILED");
    private static final Set<String> CAME_BACK = Set.of("GIVING_BACK", FAILED);
    private static final Set<String> CARRIED_ON = Set.of("SENDING", "UNKNOWN", "PENDING", "IN_REVIEW", "GIVING_BACK");
    private static final Set<String> AT_THE_PROVIDER = Set.of("PENDING", "SUCCEEDED");
    private static final Set<String> CLOSED = Set.of("WON", "LOST");
    private static final String DISPUTED_FUNDS = "disputed-funds";
    private static final String DISPUTED_CREDIT = "disputed-credit";
    private static final String FROZEN = "frozen:";
    private static final String FROZEN_OF_DISPUTE = "frozen:dsp_";
    /** Behind the owner: what is held until somebody who has reserved it uses it or lets it go. */
    private static final String RESERVED = ":reserved";
    /** Where an order's money is while it is neither at the provider's nor back with the customer, with the other sign. */
    private static final Set<String> MONEY_OF_CUSTOMERS = Set.of("deferred-revenue", "unallocated-payments",
            DISPUTED_FUNDS, "dispute-losses");

    private final Snapshot snapshot;
    private final Map<String, PlacedOrder> orders;
    private final List<Broken> broken;
    private final Map<String, Refund> refunds = new HashMap<>();
    private final Map<String, String> orderOf = new HashMap<>();
    /** Refunds whose credit was taken, and those of which it was given back. */
    private final Set<String> posted = new HashSet<>();
    private final Set<String> reversed = new HashSet<>();

    /** @param orders by their ids */
    GoingBack(Snapshot snapshot, Map<String, PlacedOrder> orders, List<Broken> broken) {
        this.snapshot = snapshot;
        this.orders = orders;
        this.broken = broken;
        for (Refund refund : snapshot.refunds()) {
            refunds.put(refund.id(), refund);
            orderOf.put(refund.id(), refund.order());
        }
        for (Dispute dispute : snapshot.disputes()) {
            orderOf.put(dispute.id(), dispute.order());
        }
        if (!refunds.isEmpty()) {
            for (Line line : snapshot.postings()) {
                switch (line.kind()) {
                    case "refund" -> posted.add(line.reference());
                    case "refund-failed" -> reversed.add(line.reference());
                    default -> {
                        // Another's.
                    }
                }
            }
        }
    }

    /** Whose a line is: the order, if it is a refund's or a dispute's of one. */
    String orderOf(Line line) {
        return orderOf.getOrDefault(line.reference(), line.reference());
    }

    /** What somebody gave back at the provider and our books do not know yet, by the operation key of its payment. */
    Map<String, Long> notInTheBooksYet(Snapshot.Provider provider) {
        Map<String, Long> made = new HashMap<>();
        for (GivenBack refund : provider.refunds()) {
            if (refund.key() == null && !refund.hasFailed() && !isPosted(refund.reference())) {
                made.merge(refund.payment(), refund.minor(), Math::addExact);
            }
        }
        return made;
    }

    private boolean isPosted(String reference) {
        for (Refund refund : snapshot.refunds()) {
            if (reference.equals(refund.reference()) && posted.contains(refund.id())) {
                return true;
            }
        }
        return false;
    }

    /** What always must hold. */
    void always() {
        refunds();
        returned();
        disputes();
        shares();
        atProvider();
    }

    /** What must hold besides, once nothing is outstanding any more. */
    void atRest() {
        for (Refund refund : snapshot.refunds()) {
            if (CARRIED_ON.contains(refund.state())) {
                breaks(Rule.EVERY_REFUND_HAS_ENDED, refund.id(), refund.state());
            }
        }
        Set<String> withAPerson = withAPerson();
        closed(withAPerson);
        frozen();
        truth(withAPerson);
    }

    private void breaks(Rule rule, String subject, Object found) {
        broken.add(new Broken(rule, subject, String.valueOf(found)));
    }

    private void refunds() {
        Map<String, Long> goingBack = new HashMap<>();
        for (Refund refund : snapshot.refunds()) {
            boolean isPosted = posted.contains(refund.id());
            if ((WAS_SENT.contains(refund.state()) && !isPosted)
                    || (NOT_TO_BE_SENT.contains(refund.state()) && isPosted)
                    || (refund.state().equals(FAILED) && isPosted && !reversed.contains(refund.id()))) {
                breaks(Rule.REFUND_IS_IN_THE_BOOKS, refund.id(), refund.state());
            }
            if (!CAME_TO_NOTHING.contains(refund.state())) {
                goingBack.merge(refund.order(), refund.amount().minor(), Math::addExact);
            }
        }
        goingBack.forEach((id, minor) -> {
            PlacedOrder order = orders.get(id);
            Snapshot.@Nullable Sum captured = order == null ? null : order.captured();
            if (minor > (captured == null ? 0 : captured.minor())) {
                breaks(Rule.REFUNDS_WITHIN_CAPTURES, id, minor + ", captured " + captured);
            }
        });
    }

    private void returned() {
        for (PlacedOrder order : orders.values()) {
            if (order.state().equals(Invariants.RETURNED) && !hasGone(order)) {
                breaks(Rule.RETURNED_WENT_BACK, order.id(), "captured " + order.captured());
            }
        }
    }

    private boolean hasGone(PlacedOrder order) {
        long gone = 0;
        for (Refund refund : snapshot.refunds()) {
            if (refund.order().equals(order.id())) {
                if (CAME_BACK.contains(refund.state())) {
                    return true;
                }
                gone += refund.state().equals("SUCCEEDED") ? refund.amount().minor() : 0;
            }
        }
        for (Dispute dispute : snapshot.disputes()) {
            if (dispute.order().equals(order.id()) && CLOSED.contains(dispute.state())) {
                gone += dispute.withdrawn() - dispute.reinstated();
            }
        }
        return order.captured() != null && gone >= order.captured().minor();
    }

    private void disputes() {
        for (Dispute dispute : snapshot.disputes()) {
            long held = posted(dispute, DISPUTED_FUNDS);
            if (held < 0 || held > dispute.withdrawn()) {
                breaks(Rule.DISPUTED_WITHIN_WITHDRAWN, dispute.id(), held + " of " + dispute.withdrawn());
            }
        }
    }

    private long posted(Dispute dispute, String account) {
        long sum = 0;
        for (Line line : snapshot.postings()) {
            if (line.reference().equals(dispute.id()) && line.account().equals(account)) {
                sum = Math.addExact(sum, line.amount());
            }
        }
        return sum;
    }

    /**
     * Each refund and dispute takes its share of credit and bonus in proportion, rounded up over all that goes back; so one that
     * fails between others, or is posted later than they are, may have left one of the smallest part of either.
     */
    private void shares() {
        Map<String, Long> parts = new HashMap<>();
        orderOf.values().forEach(order -> parts.merge(order, 1L, Long::sum));
        if (parts.isEmpty()) {
            return;
        }
        Map<String, Long> credit = new HashMap<>();
        Map<String, Long> money = new HashMap<>();
        Set<String> credited = new HashSet<>();
        for (Line line : snapshot.postings()) {
            String order = orderOf(line);
            if (!parts.containsKey(order)) {
                continue;
            }
            if (line.kind().equals("recharge")) {
                credited.add(order);
            }
            if (isSubscribers(line.account())) {
                credit.merge(order, line.amount(), Math::addExact);
            } else if (MONEY_OF_CUSTOMERS.contains(line.account())) {
                money.merge(order, -line.amount(), Math::addExact);
            }
        }
        parts.forEach((id, many) -> {
            PlacedOrder order = orders.get(id);
            long captured = order == null || order.captured() == null ? 0 : order.captured().minor();
            long whole = order != null && credited.contains(id) ? order.credit() : 0;
            long left = credit.getOrDefault(id, 0L);
            if (Math.multiplyExact(left - 2 * many, captured) > Math.multiplyExact(whole, money.getOrDefault(id, 0L))) {
                breaks(Rule.CREDIT_WITHIN_MONEY, id, left + " left of " + whole + ", and " + money.get(id) + " of "
                        + captured);
            }
        });
    }

    private static boolean isSubscribers(String account) {
        return account.startsWith(Invariants.BUCKET) || account.startsWith(Invariants.RECEIVABLE)
                || (account.startsWith(FROZEN) && !account.startsWith(FROZEN_OF_DISPUTE));
    }

    private void atProvider() {
        Snapshot.Provider provider = snapshot.provider();
        if (provider == null) {
            return;
        }
        Set<String> seen = new HashSet<>();
        for (GivenBack given : provider.refunds()) {
            String key = given.key();
            if (key == null) {
                continue;
            }
            Refund ours = refunds.get(key);
            if (ours == null || !seen.add(key)) {
                breaks(Rule.ONE_REFUND_PER_KEY, key, ours == null ? "no refund" : "given back again");
            } else if (!given.hasFailed() && CAME_TO_NOTHING.contains(ours.state())) {
                breaks(Rule.FAILED_REFUND_WAS_NOT_PAID, key, ours.state() + ", given back " + given.minor());
            }
        }
    }

    private void closed(Set<String> withAPerson) {
        for (Dispute dispute : snapshot.disputes()) {
            if (withAPerson.contains(dispute.order())) {
                continue;
            }
            boolean isClosed = CLOSED.contains(dispute.state());
            long funds = posted(dispute, DISPUTED_FUNDS);
            long owed = posted(dispute, DISPUTED_CREDIT);
            long frozen = posted(dispute, FROZEN + dispute.id());
            if (funds != (isClosed ? 0 : dispute.withdrawn()) || (isClosed && (owed != 0 || frozen != 0))) {
                breaks(Rule.DISPUTE_IS_IN_THE_BOOKS, dispute.id(), dispute.state() + ", " + funds + " of "
                        + dispute.withdrawn() + ", owed " + owed + ", frozen " + frozen);
            }
        }
    }

    private void frozen() {
        Set<String> inDebt = new HashSet<>();
        for (Snapshot.Held held : snapshot.balances()) {
            if (held.account().startsWith(Invariants.RECEIVABLE) && held.balance() < 0) {
                inDebt.add(held.account().substring(Invariants.RECEIVABLE.length()) + " " + held.unit());
            }
        }
        for (Snapshot.Held held : snapshot.balances()) {
            if (held.account().startsWith(FROZEN) && !held.account().startsWith(FROZEN_OF_DISPUTE)
                    && !held.account().endsWith(RESERVED) && held.balance() > 0
                    && !inDebt.contains(held.account().substring(FROZEN.length()) + " " + held.unit())) {
                breaks(Rule.FROZEN_WAITS_FOR_A_DEBT, held.account(), held.balance());
            }
        }
    }

    private void truth(Set<String> withAPerson) {
        Snapshot.Provider provider = snapshot.provider();
        if (provider == null) {
            return;
        }
        Map<String, Long> ours = new HashMap<>();
        Map<String, Long> theirs = new HashMap<>();
        for (Refund refund : snapshot.refunds()) {
            if (AT_THE_PROVIDER.contains(refund.state()) && !withAPerson.contains(refund.order())) {
                ours.put(refund.reference() == null ? refund.id() : refund.reference(), refund.amount().minor());
            }
        }
        for (GivenBack refund : provider.refunds()) {
            if (!refund.hasFailed() && !withAPerson.contains(refund.payment())) {
                theirs.put(refund.reference(), refund.minor());
            }
        }
        compare(Rule.REFUNDS_ARE_OURS, ours, theirs);
        ours.clear();
        theirs.clear();
        for (Dispute dispute : snapshot.disputes()) {
            if (dispute.withdrawn() > 0 && !withAPerson.contains(dispute.order())) {
                ours.put(dispute.reference(), dispute.withdrawn() - dispute.reinstated());
            }
        }
        for (Taken taken : provider.disputes()) {
            if (taken.withdrawn() > 0 && !withAPerson.contains(taken.payment())) {
                theirs.put(taken.reference(), taken.withdrawn() - taken.reinstated());
            }
        }
        compare(Rule.DISPUTES_ARE_OURS, ours, theirs);
    }

    private void compare(Rule rule, Map<String, Long> ours, Map<String, Long> theirs) {
        Set<String> all = new TreeSet<>(ours.keySet());
        all.addAll(theirs.keySet());
        for (String reference : all) {
            if (!Objects.equals(ours.get(reference), theirs.get(reference))) {
                breaks(rule, reference, ours.get(reference) + ", the provider's " + theirs.get(reference));
            }
        }
    }

    /** Orders of whose payment there is a dead letter, by their ids and by their operation keys. */
    private Set<String> withAPerson() {
        Set<String> theirs = new HashSet<>();
        List<Snapshot.KeptEvent> events = snapshot.events();
        if (events != null) {
            for (Snapshot.KeptEvent event : events) {
                if (event.state().equals("dead") && event.operationKey() != null) {
                    theirs.add(event.operationKey());
                }
            }
        }
        for (PlacedOrder order : orders.values()) {
            if (theirs.contains(order.operationKey())) {
                theirs.add(order.id());
            }
        }
        return theirs;
    }
}
