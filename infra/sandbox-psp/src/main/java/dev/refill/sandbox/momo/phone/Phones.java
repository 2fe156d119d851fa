package dev.refill.sandbox.momo.phone;

import java.util.List;

import reactor.core.publisher.Mono;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.lifecycle.Bookkeeper;
import dev.refill.sandbox.faults.Faults;
import dev.refill.sandbox.momo.payment.Asking;
import dev.refill.sandbox.page.Html;
import dev.refill.sandbox.wire.Dialect;
import dev.refill.sandbox.wire.Disturbance;
import dev.refill.sandbox.wire.FormField;
import dev.refill.sandbox.wire.Reply;
import dev.refill.sandbox.wire.Request;

/**
 * Everything under {@code /momo/phone}: {@code GET} with {@code number} shows what a phone is asked, {@code POST} to a
 * request's own address with {@code outcome} answers it.
 */
public final class Phones implements Dialect {

    private static final String PHONE = "/momo/phone";

    private final PhonePage page = new PhonePage();
    private final Bookkeeper bookkeeper;
    private final Faults faults;

    /** Reads the template, so that no request has to wait for a file. */
    public Phones(Bookkeeper bookkeeper, Faults faults) {
        this.bookkeeper = bookkeeper;
        this.faults = faults;
        page.show("0", List.of());
    }

    @Override
    public boolean has(String path) {
        return path.equals(PHONE) || path.startsWith(PHONE + "/");
    }

    @Override
    public Mono<Reply> answer(Request request) {
        return switch (request.method()) {
            case "GET" -> bookkeeper.run(books -> shown(books, FormField.of(request.query(), "number")));
            case "POST" -> disturbed(bookkeeper.run(books -> answered(books, request)));
            default -> Mono.just(page.closed(405, "A phone cannot be asked for in that way."));
        };
    }

    @Override
    public Reply tooLarge() {
        return page.closed(413, "This is more than a phone says.");
    }

    private Mono<Reply> disturbed(Mono<Reply> act) {
        return Disturbance.of(faults.ofRequest("momo.phone", Disturbance.NOT_FOR_PAGES), act,
                () -> page.closed(500, "Something went wrong, as the sandbox was told to."));
    }

    private Reply shown(Books books, String typed) {
        Asking.letRunOut(books);
        String number = typed.replaceAll("[^0-9]", "");
        return page.show(number, number.isEmpty()
                ? List.of()
                : books.payments().all(payment -> number.equals(payment.metadata().get(Asking.PAYER))).reversed());
    }

    private Reply answered(Books books, Request request) {
        Asking.letRunOut(books);
        Payment payment = books.payments().find(request.path().substring(PHONE.length()).replaceFirst("^/", ""));
        if (payment == null) {
            return page.closed(404, "There is no such request. The link may be incomplete.");
        }
        switch (FormField.of(request.body(), "outcome")) {
            case "approve" -> Asking.approve(books, payment);
            case "reject" -> Asking.reject(books, payment);
            default -> {
                return page.closed(400, "A phone says approve or reject.");
            }
        }
        return Html.seeOther(PHONE + "?number=" + payment.metadata().get(Asking.PAYER));
    }
}
