package dev.refill.finance.bank.camt;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** What entries and transactions are told with in the same way. */
final class ReadDetails {

    private final Leaves leaves;
    private final Values values;

    ReadDetails(Leaves leaves, CamtLimits limits) {
        this.leaves = leaves;
        this.values = new Values(leaves, limits);
    }

    TransactionCode code() {
        return new TransactionCode(leaves.text("BkTxCd/Domn/Cd"), leaves.text("BkTxCd/Domn/Fmly/Cd"),
                leaves.text("BkTxCd/Domn/Fmly/SubFmlyCd"), leaves.text("BkTxCd/Prtry/Cd"),
                leaves.text("BkTxCd/Prtry/Issr"));
    }

    AmountDetails amounts() {
        return new AmountDetails(values.amountIfTold("AmtDtls/InstdAmt/Amt"), values.amountIfTold("AmtDtls/TxAmt/Amt"),
                values.amountIfTold("AmtDtls/CntrValAmt/Amt"));
    }

    /** Each told by itself at first, and as a record of all of them in later versions. */
    List<Charge> charges() {
        List<Charge> charges = new ArrayList<>();
        for (String element : List.of("Chrgs", "Chrgs/Rcrd")) {
            for (Leaf amount : leaves.all(element + "/Amt")) {
                Leaf direction = leaves.beside(amount, element + "/CdtDbtInd");
                Leaf included = leaves.beside(amount, element + "/ChrgInclInd");
                charges.add(new Charge(values.money(amount), direction == null ? null : values.direction(direction),
                        included == null ? null : values.flag(included)));
            }
        }
        return charges;
    }

    Parties parties() {
        return new Parties(party("Dbtr"), party("UltmtDbtr"), party("Cdtr"), party("UltmtCdtr"));
    }

    /** Itself at first; in later versions a party or an agent. Only debtor and creditor have an account. */
    private @Nullable Party party(String role) {
        String element = "RltdPties/" + role;
        String name = leaves.text(element + "/Nm", element + "/Pty/Nm", element + "/Agt/FinInstnId/Nm");
        String account = leaves.text(element + "Acct/Id/IBAN", element + "Acct/Id/Othr/Id");
        return name == null && account == null ? null : new Party(name, account);
    }

    Remittance remittance() {
        return new Remittance(leaves.texts("RmtInf/Ustrd"), leaves.texts("RmtInf/Strd/CdtrRefInf/Ref"),
                leaves.texts("RmtInf/Strd/RfrdDocInf/Nb"), leaves.texts("RmtInf/Strd/AddtlRmtInf"));
    }

    References references() {
        return new References(leaves.text("Refs/MsgId"), leaves.text("Refs/AcctSvcrRef"), leaves.text("Refs/PmtInfId"),
                leaves.text("Refs/InstrId"), values.idIfTold("Refs/EndToEndId"), leaves.text("Refs/UETR"),
                leaves.text("Refs/TxId"), leaves.text("Refs/MndtId"), leaves.text("Refs/ChqNb"),
                leaves.text("Refs/ClrSysRef"));
    }
}
