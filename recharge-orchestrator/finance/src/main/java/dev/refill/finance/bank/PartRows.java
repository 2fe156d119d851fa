package dev.refill.finance.bank;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.finance.bank.camt.AmountDetails;
import dev.refill.finance.bank.camt.Balance;
import dev.refill.finance.bank.camt.BankTime;
import dev.refill.finance.bank.camt.CamtPart;
import dev.refill.finance.bank.camt.Charge;
import dev.refill.finance.bank.camt.Direction;
import dev.refill.finance.bank.camt.Parties;
import dev.refill.finance.bank.camt.References;
import dev.refill.finance.bank.camt.Remittance;
import dev.refill.finance.bank.camt.TransactionCode;
import dev.refill.gateway.Money;

/** A batch as the rows that PostgreSQL reads from JSON: columns for what is looked up and summed, {@code told} for all else. */
final class PartRows {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultPropertyInclusion(all -> all.withValueInclusion(Include.NON_EMPTY))
            .build();

    static String statements(List<CamtPart.Statement> statements) {
        return JSON.writeValueAsString(statements.stream().map(PartRows::row).toList());
    }

    static String entries(List<CamtPart.Entry> entries) {
        return JSON.writeValueAsString(entries.stream().map(PartRows::row).toList());
    }

    static String transactions(List<CamtPart.Transaction> transactions) {
        return JSON.writeValueAsString(transactions.stream().map(PartRows::row).toList());
    }

    private static StatementRow row(CamtPart.Statement statement) {
        return new StatementRow(statement.ordinal(), statement.account().scheme().name(), statement.account().id(),
                statement.account().servicer(), statement.id(), statement.page(), statement.sequence(),
                statement.opening().currency().getCurrencyCode(), statement.opening().minor(),
                statement.closing().minor(), told(statement));
    }

    private static StatementTold told(CamtPart.Statement statement) {
        return new StatementTold(statement.legalSequence(), text(statement.createdAt()), text(statement.from()),
                text(statement.to()), statement.balances().stream().map(PartRows::balance).toList());
    }

    private static BalanceTold balance(Balance balance) {
        return new BalanceTold(balance.code(), balance.amount().minor(), balance.on().toString());
    }

    private static EntryRow row(CamtPart.Entry entry) {
        return new EntryRow(entry.statement(), entry.ordinal(), entry.amount().minor(), entry.reversal(),
                entry.status().name(), entry.reference(), entry.servicerReference(), text(entry.bookedOn()),
                text(entry.valueOn()), entry.transactions(),
                new EntryTold(entry.code(), entry.details(), charges(entry.charges()),
                        entry.batches().stream().map(PartRows::batch).toList(), entry.information()));
    }

    private static TransactionRow row(CamtPart.Transaction transaction) {
        Money amount = transaction.amount();
        return new TransactionRow(transaction.statement(), transaction.entry(), transaction.ordinal(),
                transaction.references().endToEnd(), amount == null ? null : amount.minor(),
                amount == null ? null : amount.currency().getCurrencyCode(),
                new TransactionTold(transaction.references(), transaction.direction(), transaction.details(),
                        charges(transaction.charges()), transaction.code(), transaction.parties(),
                        transaction.remittance(), transaction.information()));
    }

    private static List<ChargeTold> charges(List<Charge> charges) {
        return charges.stream()
                .map(charge -> new ChargeTold(charge.amount(), charge.direction(), charge.included()))
                .toList();
    }

    private static BatchTold batch(dev.refill.finance.bank.camt.Batch batch) {
        return new BatchTold(batch.messageId(), batch.paymentInformationId(), batch.transactions(), batch.total());
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    record StatementRow(int statement, String scheme, String account, @Nullable String servicer, String statementId,
            int page, @Nullable Long sequence, String currency, long opening, long closing, StatementTold told) {}

    record StatementTold(@Nullable Long legalSequence, @Nullable String createdAt, @Nullable String from,
            @Nullable String to, List<BalanceTold> balances) {}

    record BalanceTold(String code, long minor, String on) {}

    record EntryRow(int statement, int entry, long amount, boolean reversal, String status, @Nullable String reference,
            @Nullable String servicerReference, @Nullable String bookedOn, @Nullable String valueOn, int transactions,
            EntryTold told) {}

    record EntryTold(TransactionCode code, AmountDetails amounts, List<ChargeTold> charges, List<BatchTold> batches,
            @Nullable String information) {}

    record TransactionRow(int statement, int entry, int transaction, @Nullable String endToEnd, @Nullable Long amount,
            @Nullable String currency, TransactionTold told) {}

    record TransactionTold(References references, @Nullable Direction direction, AmountDetails amounts,
            List<ChargeTold> charges, TransactionCode code, Parties parties, Remittance remittance,
            @Nullable String information) {}

    record ChargeTold(Money amount, @Nullable Direction direction, @Nullable Boolean included) {}

    record BatchTold(@Nullable String message, @Nullable String paymentInformation, @Nullable Integer transactions,
            @Nullable Money total) {}

    private PartRows() {}
}
