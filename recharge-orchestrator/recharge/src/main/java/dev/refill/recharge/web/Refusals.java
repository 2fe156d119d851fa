package dev.refill.recharge.web;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

import dev.refill.gateway.PaymentMethodType;
import dev.refill.recharge.Refusal;
import dev.refill.recharge.web.Problems.FieldError;

/** What a client is told of each refusal. */
final class Refusals {

    private Refusals() {}

    /**
     * The problem of a refusal.
     *
     * @param paidBy the field that says how it was to be paid; who names none, where one has to be named, has left out the card
     * @param offered how it can be paid
     */
    static ProblemDetail problemFor(Refusal refusal, String paidBy, Set<PaymentMethodType> offered) {
        return switch (refusal) {
            case NUMBER_NOT_RECHARGEABLE -> field("msisdn", "a number of this network that can be recharged");
            case UNKNOWN_OFFER -> field("offer", "an offer that is on sale");
            case PRICE_NOT_OFFERED ->
                field("amount", "a price of the offer, in the offer's currency and within its bounds");
            case PAYMENT_METHOD_NOT_OFFERED -> Problems.methodNotOffered(paidBy, words(offered));
            case NO_GATEWAY_NOW -> Problems.noGatewayNow();
            case REPEAT_NOT_CONFIRMED -> Problems.confirmationNeeded();
            case TOO_MANY_FOR_NUMBER ->
                limit("too-many-for-number", "Too many recharges of this number within an hour.");
            case TOO_MANY_FROM_CLIENT ->
                limit("too-many-from-client", "Too many orders from this client within a second.");
            case TOO_MANY_FOR_PAYER ->
                limit("too-many-for-payer", "The phone that was to pay has been asked too often within an hour.");
            case AMOUNT_OVER_DAILY_LIMIT -> limit("daily-limit", "The number has reached its amount for one day.");
        };
    }

    /** Whether the refused order is kept as evidence, so that its key answers the same from now on. */
    static boolean madeAnOrder(Refusal refusal) {
        return switch (refusal) {
            case NUMBER_NOT_RECHARGEABLE, UNKNOWN_OFFER, PRICE_NOT_OFFERED, PAYMENT_METHOD_NOT_OFFERED,
                    NO_GATEWAY_NOW, TOO_MANY_FROM_CLIENT, TOO_MANY_FOR_PAYER ->
                false;
            case REPEAT_NOT_CONFIRMED, TOO_MANY_FOR_NUMBER, AMOUNT_OVER_DAILY_LIMIT -> true;
        };
    }

    private static List<String> words(Set<PaymentMethodType> offered) {
        return offered.stream().map(type -> type.name().toLowerCase(Locale.ROOT)).sorted().toList();
    }

    private static ProblemDetail field(String field, String expected) {
        return Problems.invalid(List.of(new FieldError(field, expected)));
    }

    private static ProblemDetail limit(String type, String detail) {
        return Problems.problem(HttpStatus.TOO_MANY_REQUESTS, type, "Limit reached", detail + " Nothing was charged.");
    }
}
