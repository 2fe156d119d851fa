package dev.refill.finance.bank.camt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.refill.finance.bank.camt.CamtRefusal.Measure;

/** One entry: what it tells itself, and how many batches and transactions it has. */
final class ReadEntry {

    /** A batch has transactions, and is rarely one of several. */
    private static final int MOST_BATCHES = 1_000;

    private final int statement;
    private final int ordinal;
    private final CamtLimits limits;
    private final Leaves leaves;
    private final List<Batch> batches = new ArrayList<>();
    private int transactions;

    ReadEntry(int statement, int ordinal, Place place, CamtLimits limits) {
        this.statement = statement;
        this.ordinal = ordinal;
        this.limits = limits;
        this.leaves = new Leaves("Ntry", place, limits);
    }

    /** A child of the entry that is no details; it is left. */
    void read(XmlCursor xml, String child) throws IOException {
        leaves.read(xml, child);
    }

    /** The cursor has just entered a batch; it is left. */
    void readBatch(XmlCursor xml) throws IOException {
        Place place = xml.place();
        Leaves batch = Leaves.of(xml, "Btch", limits);
        if (batches.size() == MOST_BATCHES) {
            throw new RefusedException(new CamtRefusal.TooMuch(Measure.TRANSACTIONS, MOST_BATCHES, place));
        }
        Values values = new Values(batch, limits);
        batches.add(new Batch(batch.text("MsgId"), batch.text("PmtInfId"), values.countIfTold("NbOfTxs"),
                values.amountIfTold("TtlAmt")));
    }

    /** The cursor has just entered a transaction; it is left. */
    CamtPart.Transaction readTransaction(XmlCursor xml) throws IOException {
        Leaves transaction = Leaves.of(xml, "TxDtls", limits);
        Values values = new Values(transaction, limits);
        ReadDetails details = new ReadDetails(transaction, limits);
        return new CamtPart.Transaction(statement, ordinal, ++transactions, details.references(),
                values.amountIfTold("Amt"), values.directionIfTold("CdtDbtInd"), details.amounts(), details.charges(),
                details.code(), details.parties(), details.remittance(), transaction.text("AddtlTxInf"));
    }

    /** All of the entry is read. */
    CamtPart.Entry entry() {
        Values values = new Values(leaves, limits);
        ReadDetails details = new ReadDetails(leaves, limits);
        Leaf reversal = leaves.one("RvslInd");
        return new CamtPart.Entry(statement, ordinal, values.direction("CdtDbtInd").sign(values.amount("Amt")),
                reversal != null && values.flag(reversal), values.status(), leaves.text("NtryRef"),
                leaves.text("AcctSvcrRef"), values.dayIfTold("BookgDt"), values.dayIfTold("ValDt"), details.code(),
                details.amounts(), details.charges(), batches, transactions, leaves.text("AddtlNtryInf"));
    }

    Place place() {
        return leaves.place();
    }
}
