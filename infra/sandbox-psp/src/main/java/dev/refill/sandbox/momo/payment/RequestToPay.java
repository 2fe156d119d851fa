package dev.refill.sandbox.momo.payment;

import java.util.Map;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.PaymentStatus;
import dev.refill.sandbox.momo.wire.Call;
import dev.refill.sandbox.momo.wire.MomoError;
import dev.refill.sandbox.momo.wire.Operation;
import dev.refill.sandbox.momo.wire.Replies;
import dev.refill.sandbox.momo.wire.Transfer;
import dev.refill.sandbox.wire.Json;
import dev.refill.sandbox.wire.Refusal;
import dev.refill.sandbox.wire.Reply;

/** {@code POST /collection/v1_0/requesttopay} */
public final class RequestToPay implements Operation {

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{5,14}");

    @Override
    public Reply on(Books books, Call call) {
        Transfer asked = Transfer.read(call.body());
        String payer = payer(asked.body().path("payer"));
        if (books.payments().holds(call.reference())) {
            throw new Refusal(MomoError.taken());
        }
        Map<String, String> kept = Map.of(Books.OPERATION_KEY, asked.externalId(), Asking.PAYER, payer,
                Asking.PAYEE_NOTE, asked.note());
        Asking.open(books, new Payment(call.reference(), "", asked.amount(), Transfer.CURRENCY, kept, asked.message(),
                null, false, PaymentStatus.AWAITING_CUSTOMER, null, null, null, null, null, 0, books.now()),
                call.callback());
        return Replies.accepted();
    }

    private static String payer(JsonNode party) {
        String number = Json.text(party, "partyId");
        if (!Json.text(party, "partyIdType").equals("MSISDN") || !NUMBER.matcher(number).matches()) {
            throw new Refusal(MomoError.invalid("payer", "an MSISDN: digits of a phone number with its country"));
        }
        return number;
    }
}
