package dev.refill.finance.bank.web;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import dev.refill.finance.bank.BankFile;
import dev.refill.finance.bank.StatementSums;

/**
 * A file as the API shows it; what is absent is not there.
 *
 * @param parts statements, entries and transactions that are kept so far
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BankFileBody(String id, String state, @Nullable String sha256, long bytes, long parts,
        @Nullable ContentsBody contents, @Nullable RefusalBody refusal, String sentBy, Instant receivedAt,
        @Nullable Instant finishedAt) {

    record ContentsBody(int statements, int entries, int transactions) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RefusalBody(String reason, @Nullable Integer line, @Nullable Integer column) {}

    /** @param next absent: this was the last page */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FilePage(List<BankFileBody> files, @Nullable String next) {

        static FilePage of(List<BankFile> found, int most) {
            return new FilePage(found.stream().map(BankFileBody::of).toList(),
                    found.size() < most ? null : found.getLast().id().value());
        }
    }

    /** @param next absent: this was the last page */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StatementPage(List<StatementBody> statements, @Nullable Integer next) {

        static StatementPage of(List<StatementSums> found, int most) {
            return new StatementPage(found.stream().map(StatementBody::of).toList(),
                    found.size() < most ? null : found.getLast().ordinal());
        }
    }

    /** Amounts are in minor units of the currency. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StatementBody(int ordinal, String account, @Nullable String servicer, String id, int page,
            @Nullable Long sequence, String currency, long opening, long closing, long entries, long booked,
            BigInteger credit, BigInteger debit) {

        static StatementBody of(StatementSums sums) {
            return new StatementBody(sums.ordinal(), sums.account().id(), sums.account().servicer(), sums.id(),
                    sums.page(), sums.sequence(), sums.currency().getCurrencyCode(), sums.opening(), sums.closing(),
                    sums.entries(), sums.booked(), sums.credit(), sums.debit());
        }
    }

    static BankFileBody of(BankFile file) {
        BankFile.Contents contents = file.contents();
        BankFile.Refusal refusal = file.refusal();
        return new BankFileBody(file.id().value(), word(file.state()), file.sha256(), file.bytes(), file.parts(),
                contents == null
                        ? null
                        : new ContentsBody(contents.statements(), contents.entries(), contents.transactions()),
                refusal == null ? null : new RefusalBody(refusal.reason(), refusal.line(), refusal.column()),
                file.sentBy(), file.receivedAt(), file.finishedAt());
    }

    static String word(BankFile.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
