package dev.refill.sandbox.paypal.page;

import reactor.core.publisher.Mono;

import dev.refill.sandbox.core.lifecycle.Bookkeeper;
import dev.refill.sandbox.faults.Faults;
import dev.refill.sandbox.wire.Dialect;
import dev.refill.sandbox.wire.Disturbance;
import dev.refill.sandbox.wire.FormField;
import dev.refill.sandbox.wire.Reply;
import dev.refill.sandbox.wire.Request;

/** {@code /paypal/checkoutnow} with the order as {@code token}. */
public final class Approvals implements Dialect {

    private final ApprovalPage page = new ApprovalPage();
    private final Bookkeeper bookkeeper;
    private final Faults faults;

    /** Reads the templates, so that no request has to wait for a file. */
    public Approvals(Bookkeeper bookkeeper, Faults faults) {
        this.bookkeeper = bookkeeper;
        this.faults = faults;
        page.warmUp();
    }

    @Override
    public boolean has(String path) {
        return path.equals(ApprovalPage.PATH);
    }

    @Override
    public Mono<Reply> answer(Request request) {
        String order = FormField.of(request.query(), "token");
        return switch (request.method()) {
            case "GET" -> bookkeeper.run(books -> page.show(books, order));
            case "POST" -> Disturbance.of(faults.ofRequest("paypal.approve", Disturbance.NOT_FOR_PAGES),
                    bookkeeper.run(books -> page.submit(books, order, FormField.of(request.body(), "funding"))),
                    () -> page.closed(500, "Something went wrong, as the sandbox was told to."));
            default -> Mono.just(page.closed(405, "This page cannot be asked for in that way."));
        };
    }

    @Override
    public Reply tooLarge() {
        return page.closed(413, "This is more than the page asks for.");
    }
}
