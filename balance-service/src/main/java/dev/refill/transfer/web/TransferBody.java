package dev.refill.transfer.web;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import dev.refill.ledger.Amount;
import dev.refill.ledger.LedgerUnit;
import dev.refill.request.JsonBody;
import dev.refill.subscriber.Msisdn;
import dev.refill.transfer.Caller;
import dev.refill.transfer.Transfer;
import dev.refill.transfer.TransferRequest;

/** A transfer as the API shows it. */
record TransferBody(String id, String from, String to, long amount, String unit, long fee, Instant at) {

    private static final String NUMBER = "a number in E.164 form like \"+12025550101\"";

    static TransferBody of(Transfer transfer) {
        return new TransferBody(transfer.id().value(), transfer.from().e164(), transfer.to().e164(),
                transfer.amount().value(), transfer.amount().unit().code(), transfer.fee(), transfer.at());
    }

    /** Reads a request for one. Empty: the errors of the body say why. */
    static Optional<TransferRequest> request(JsonBody body, Caller caller, String key, LedgerUnit unit) {
        body.only(Set.of("from", "to", "amount", "unit"));
        Optional<Msisdn> from = body.required("from", Msisdn::ofE164, NUMBER);
        Optional<Msisdn> to = body.required("to", Msisdn::ofE164, NUMBER);
        long amount = body.number("amount", 1, TransferRequest.MOST);
        body.required("unit", text -> Optional.of(text).filter(unit.code()::equals), "\"" + unit + "\"");
        return body.errors().isEmpty()
                ? Optional.of(new TransferRequest(caller, key, from.orElseThrow(), to.orElseThrow(),
                        new Amount(unit, amount)))
                : Optional.empty();
    }
}
