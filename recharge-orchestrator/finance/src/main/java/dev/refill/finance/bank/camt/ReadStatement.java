package dev.refill.finance.bank.camt;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.refill.finance.bank.camt.Account.Scheme;
import dev.refill.finance.bank.camt.Balance.Kind;
import dev.refill.finance.bank.camt.CamtRefusal.Measure;

/** One statement: its head, then the sum of its entries. */
final class ReadStatement {

    private static final Set<String> HEAD = Set.of("Id", "StmtPgntn", "ElctrncSeqNb", "LglSeqNb", "CreDtTm", "FrToDt",
            "Acct");
    /** The schema sets no limit; there are some twenty kinds. */
    private static final int MOST_BALANCES = 100;

    private final int ordinal;
    private final int defaultPage;
    private final CamtLimits limits;
    private final Leaves head;
    private final List<Balance> balances = new ArrayList<>();
    private @Nullable State open;
    private int entries;

    /** @param defaultPage of a statement that does not tell its own */
    ReadStatement(int ordinal, int defaultPage, Place place, CamtLimits limits) {
        this.ordinal = ordinal;
        this.defaultPage = defaultPage;
        this.limits = limits;
        this.head = new Leaves("Stmt", place, limits);
    }

    /** A child of the statement that is no entry; it is left. */
    void read(XmlCursor xml, String child) throws IOException {
        boolean balance = child.equals("Bal");
        if (!balance && !HEAD.contains(child)) {
            xml.skip();
            return;
        }
        if (open != null) {
            throw new RefusedException(new CamtRefusal.Misplaced("Stmt/" + child, xml.place()));
        }
        if (balance) {
            addBalance(xml);
        } else {
            head.read(xml, child);
        }
    }

    private void addBalance(XmlCursor xml) throws IOException {
        if (balances.size() == MOST_BALANCES) {
            throw new RefusedException(new CamtRefusal.TooMuch(Measure.BALANCES, MOST_BALANCES, xml.place()));
        }
        balances.add(balance(Leaves.of(xml, "Bal", limits)));
    }

    private Balance balance(Leaves leaves) {
        Values values = new Values(leaves, limits);
        String code = leaves.required("Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry").text();
        Kind kind = leaves.one("Tp/CdOrPrtry/Cd") == null ? Kind.OTHER : Kind.of(code);
        SignedMoney amount = values.direction("CdtDbtInd").sign(values.amount("Amt"));
        LocalDate on = values.day("Dt");
        return new Balance(kind, code, amount, on);
    }

    boolean isOpen() {
        return open != null;
    }

    /** All of the head is read. */
    CamtPart.Statement open() {
        Values values = new Values(head, limits);
        Balance opening = opening();
        Balance closing = closing(opening);
        Currency currency = opening.amount().currency();
        requireCurrency(values, currency);
        open = new State(values.id(head.required("Id")), opening.amount().minor(), closing.amount());
        Integer page = values.countIfTold("StmtPgntn/PgNb");
        return new CamtPart.Statement(ordinal, open.id, page == null ? defaultPage : page,
                values.wholeIfTold("ElctrncSeqNb"), values.wholeIfTold("LglSeqNb"), values.timeIfTold("CreDtTm"),
                values.timeIfTold("FrToDt/FrDtTm"), values.timeIfTold("FrToDt/ToDtTm"), account(values),
                opening.amount(), closing.amount(), balances);
    }

    private Account account(Values values) {
        String servicer = values.idIfTold("Acct/Svcr/FinInstnId/BIC", "Acct/Svcr/FinInstnId/BICFI");
        Leaf iban = head.one("Acct/Id/IBAN");
        return iban == null
                ? new Account(Scheme.OTHER, values.id(head.required("Acct/Id/Othr/Id")), servicer)
                : new Account(Scheme.IBAN, values.iban(iban), servicer);
    }

    private void requireCurrency(Values values, Currency currency) {
        Leaf account = head.one("Acct/Ccy");
        boolean same = balances.stream().allMatch(balance -> balance.amount().currency().equals(currency));
        if (!same || (account != null && !values.currency(account).equals(currency))) {
            throw new RefusedException(
                    new CamtRefusal.Invalid("Stmt", "one currency for the account and its balances", head.place()));
        }
    }

    /** A page of a longer statement begins with an interim balance. */
    private Balance opening() {
        Balance opening = only(Kind.OPENING_BOOKED, "OPBD");
        Balance before = opening == null ? only(Kind.PREVIOUSLY_CLOSED, "PRCD") : opening;
        List<Balance> interim = interim();
        if (before != null) {
            return before;
        }
        if (interim.isEmpty()) {
            throw missing("OPBD");
        }
        return interim.getFirst();
    }

    private Balance closing(Balance opening) {
        Balance closing = only(Kind.CLOSING_BOOKED, "CLBD");
        List<Balance> interim = interim();
        if (closing != null) {
            return closing;
        }
        int opened = opening.kind() == Kind.INTERIM_BOOKED ? 1 : 0;
        if (interim.size() == opened) {
            throw missing("CLBD");
        }
        return interim.getLast();
    }

    private List<Balance> interim() {
        return balances.stream().filter(balance -> balance.kind() == Kind.INTERIM_BOOKED).toList();
    }

    private @Nullable Balance only(Kind kind, String code) {
        List<Balance> found = balances.stream().filter(balance -> balance.kind() == kind).toList();
        if (found.size() > 1) {
            throw new RefusedException(new CamtRefusal.Misplaced("Stmt/Bal of " + code, head.place()));
        }
        return found.isEmpty() ? null : found.getFirst();
    }

    private RefusedException missing(String code) {
        return new RefusedException(new CamtRefusal.Missing("Stmt/Bal of " + code, head.place()));
    }

    int ordinal() {
        return ordinal;
    }

    /** The next entry's number. */
    int nextEntry() {
        return ++entries;
    }

    /**
     * Takes an entry into the sum, if it is booked.
     *
     * @param place of the entry, to tell what is wrong with it
     */
    void add(CamtPart.Entry entry, Place place) {
        State sum = state();
        if (!entry.amount().currency().equals(sum.told.currency())) {
            throw new RefusedException(
                    new CamtRefusal.Invalid("Ntry/Amt", "the currency of the account, " + sum.told.currency(), place));
        }
        if (entry.status() == EntryStatus.BOOKED) {
            sum.add(entry.amount().minor(), place);
        }
    }

    /** The statement is left. @throws RefusedException if it does not add up */
    CamtPart.StatementEnd close(Place place) {
        State sum = state();
        if (sum.reckoned != sum.told.minor()) {
            throw new RefusedException(new CamtRefusal.Unbalanced(sum.id, sum.told,
                    new SignedMoney(sum.reckoned, sum.told.currency()), place));
        }
        return new CamtPart.StatementEnd(ordinal, entries);
    }

    private State state() {
        if (open == null) {
            throw new IllegalStateException("statement " + ordinal + ": not open");
        }
        return open;
    }

    private static final class State {

        final String id;
        final SignedMoney told;
        long reckoned;

        State(String id, long opening, SignedMoney told) {
            this.id = id;
            this.told = told;
            this.reckoned = opening;
        }

        void add(long minor, Place place) {
            try {
                reckoned = Math.addExact(reckoned, minor);
            } catch (ArithmeticException e) {
                throw new RefusedException(new CamtRefusal.Invalid("Stmt", "a sum of at most 18 digits", place));
            }
        }
    }
}
