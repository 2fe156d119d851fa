package dev.refill.gateways.stripe;

import java.time.Instant;
import java.util.Currency;
import java.util.Locale;
import java.util.Objects;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.Refund;
import com.stripe.model.StripeCollection;
import com.stripe.param.BalanceTransactionListParams;
import org.jspecify.annotations.Nullable;

import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.SettlementKind;
import dev.refill.gateway.SettlementLine;
import dev.refill.gateway.SettlementOutcome;
import dev.refill.gateway.SettlementPage;
import dev.refill.gateway.SettlementPosition;

/**
 * Reads the balance transactions of a payout, page after page, newest first as they come. Each comes with what moved it, as that
 * alone names the payment.
 */
final class ReadSettlement {

    private final StripeClient stripe;

    ReadSettlement(StripeClient stripe) {
        this.stripe = stripe;
    }

    SettlementOutcome read(SettlementPosition position) throws StripeException {
        var page = stripe.v1().balanceTransactions().list(BalanceTransactionListParams.builder()
                .setPayout(position.payout().value())
                .addExpand("data.source")
                .setLimit(Scan.PAGE)
                .setStartingAfter(position.mark())
                .build());
        return new SettlementPage(page.getData().stream().map(ReadSettlement::line).toList(), next(position, page));
    }

    /** A page that does not say whether it is the last one is no page of Stripe's. */
    private static @Nullable SettlementPosition next(SettlementPosition position,
            StripeCollection<BalanceTransaction> page) {
        return Objects.requireNonNull(page.getHasMore(), "has_more")
                ? new SettlementPosition(position.payout(), page.getData().getLast().getId())
                : null;
    }

    /** @throws IllegalArgumentException if it does not add up: what is read is not what Stripe means */
    private static SettlementLine line(BalanceTransaction transaction) {
        var currency = transaction.getCurrency();
        var line = new SettlementLine(new ProviderReference(transaction.getId()),
                kind(transaction.getReportingCategory()), transaction.getReportingCategory(),
                reference(transaction.getSource()), payment(transaction),
                StripeAmounts.signedFromStripe(transaction.getAmount(), currency),
                StripeAmounts.signedFromStripe(transaction.getFee(), currency),
                Currency.getInstance(currency.toUpperCase(Locale.ROOT)),
                Instant.ofEpochSecond(transaction.getCreated()));
        var net = StripeAmounts.signedFromStripe(transaction.getNet(), currency);
        if (line.net() != net) {
            throw new IllegalArgumentException("net: " + net + " (expected: " + line.net() + ", amount less fee)");
        }
        return line;
    }

    private static @Nullable ProviderReference payment(BalanceTransaction transaction) {
        return reference(switch (transaction.getSourceObject()) {
            case Charge charge -> charge.getPaymentIntent();
            case Refund refund -> refund.getPaymentIntent();
            case Dispute dispute -> dispute.getPaymentIntent();
            case null, default -> null;
        });
    }

    private static @Nullable ProviderReference reference(@Nullable String id) {
        return id == null ? null : new ProviderReference(id);
    }

    private static SettlementKind kind(String category) {
        return switch (category) {
            case "charge" -> SettlementKind.CHARGE;
            case "charge_failure" -> SettlementKind.CHARGE_FAILURE;
            case "refund" -> SettlementKind.REFUND;
            case "refund_failure" -> SettlementKind.REFUND_FAILURE;
            case "dispute" -> SettlementKind.DISPUTE;
            case "dispute_reversal" -> SettlementKind.DISPUTE_REVERSAL;
            case "fee", "network_cost" -> SettlementKind.FEE;
            case "payout" -> SettlementKind.PAYOUT;
            case "payout_reversal" -> SettlementKind.PAYOUT_REVERSAL;
            default -> SettlementKind.OTHER;
        };
    }
}
