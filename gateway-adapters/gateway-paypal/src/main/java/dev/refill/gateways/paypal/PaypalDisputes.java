package dev.refill.gateways.paypal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import tools.jackson.databind.JsonNode;

import dev.refill.gateway.DisputeObservation;
import dev.refill.gateway.DisputeObservation.DisputeLost;
import dev.refill.gateway.DisputeObservation.DisputeOpened;
import dev.refill.gateway.DisputeObservation.DisputeWon;
import dev.refill.gateway.DisputeObservation.FundsReinstated;
import dev.refill.gateway.DisputeObservation.FundsWithdrawn;
import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.json.StrictJson;

/**
 * What PayPal's disputes say, in our words. PayPal tells money by the movements of the merchant's side where it lists them, and
 * by the outcome otherwise: an outcome in the payer's favour names what was given back. What nobody can say for certain throws,
 * and a person is told.
 */
final class PaypalDisputes {

    private static final String SETTLEMENT = "DISPUTE_SETTLEMENT";

    private PaypalDisputes() {}

    /** A dispute was closed in a way of which it is not certain what it did to the money. */
    static final class UnknownVerdictException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String verdict;

        UnknownVerdictException(String verdict) {
            super("outcome of a dispute: " + verdict, null, false, false);
            this.verdict = verdict;
        }

        String verdict() {
            return verdict;
        }
    }

    /** The payment that is disputed; one in all disputes of ours. */
    static JsonNode transaction(JsonNode dispute) {
        var transactions = dispute.path("disputed_transactions");
        if (transactions.size() != 1) {
            throw new IllegalArgumentException("dispute: " + transactions.size() + " transactions (expected: 1)");
        }
        return transactions.path(0);
    }

    static List<DisputeObservation> open(JsonNode dispute) {
        var observations = new ArrayList<DisputeObservation>();
        observations.add(new DisputeOpened(reference(dispute), PaypalPayments.money(dispute.path("dispute_amount")),
                StrictJson.text(dispute, "reason")));
        observations.addAll(movements(dispute));
        return observations;
    }

    static List<DisputeObservation> resolved(JsonNode dispute) {
        var observations = new ArrayList<>(movements(dispute));
        var outcome = dispute.path("dispute_outcome");
        var verdict = StrictJson.text(outcome, "outcome_code");
        switch (verdict) {
            case "RESOLVED_SELLER_FAVOUR", "RESOLVED_WITH_PAYOUT", "CANCELED_BY_BUYER" ->
                observations.add(new DisputeWon(reference(dispute)));
            case "RESOLVED_BUYER_FAVOUR" -> {
                if (observations.isEmpty()) {
                    observations.add(withdrawn(dispute, PaypalPayments.money(outcome.path("amount_refunded"))));
                }
                observations.add(new DisputeLost(reference(dispute)));
            }
            default -> throw new UnknownVerdictException(verdict);
        }
        return observations;
    }

    /** What the merchant's side lost and got back; several of a kind cannot be told apart from one that is told again. */
    private static List<DisputeObservation> movements(JsonNode dispute) {
        var observations = new ArrayList<DisputeObservation>();
        one(dispute, "DEBIT").map(amount -> withdrawn(dispute, amount)).forEach(observations::add);
        one(dispute, "CREDIT").map(amount -> new FundsReinstated(reference(dispute), amount))
                .forEach(observations::add);
        return observations;
    }

    private static Stream<Money> one(JsonNode dispute, String type) {
        var amounts = ofMerchant(dispute, type)
                .filter(movement -> StrictJson.text(movement, "reason").equals(SETTLEMENT))
                .map(movement -> PaypalPayments.money(movement.path("amount")))
                .toList();
        if (amounts.size() > 1) {
            throw new IllegalArgumentException("dispute: " + amounts.size() + " movements (expected: 1 of a kind)");
        }
        return amounts.stream();
    }

    private static FundsWithdrawn withdrawn(JsonNode dispute, Money amount) {
        var fee = ofMerchant(dispute, "DEBIT")
                .filter(movement -> StrictJson.text(movement, "reason").endsWith("_FEE"))
                .map(movement -> PaypalPayments.money(movement.path("amount")))
                .reduce(Money::plus)
                .orElseGet(() -> new Money(0, amount.currency()));
        return new FundsWithdrawn(reference(dispute), amount, fee);
    }

    private static Stream<JsonNode> ofMerchant(JsonNode dispute, String type) {
        return StreamSupport.stream(dispute.path("money_movements").spliterator(), false)
                .filter(movement -> StrictJson.text(movement, "affected_party").equals("SELLER")
                        && StrictJson.text(movement, "type").equals(type));
    }

    private static ProviderReference reference(JsonNode dispute) {
        var id = StrictJson.text(dispute, "dispute_id");
        if (!PaypalPayments.isId(id)) {
            throw new IllegalArgumentException("dispute: without an id");
        }
        return new ProviderReference(id);
    }
}
