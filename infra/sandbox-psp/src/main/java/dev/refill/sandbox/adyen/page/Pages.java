package dev.refill.sandbox.adyen.page;

import reactor.core.publisher.Mono;

import dev.refill.sandbox.core.lifecycle.Bookkeeper;
import dev.refill.sandbox.faults.Faults;
import dev.refill.sandbox.wire.Dialect;
import dev.refill.sandbox.wire.Disturbance;
import dev.refill.sandbox.wire.FormField;
import dev.refill.sandbox.wire.Reply;
import dev.refill.sandbox.wire.Request;

/** Everything under {@code /adyen/pay/}. */
public final class Pages implements Dialect {

    private static final String PAY = "/adyen/pay/";

    private final PayPage page = new PayPage();
    private final Bookkeeper bookkeeper;
    private final Faults faults;

    /** Reads the templates, so that no request has to wait for a file. */
    public Pages(Bookkeeper bookkeeper, Faults faults) {
        this.bookkeeper = bookkeeper;
        this.faults = faults;
        page.warmUp();
    }

    @Override
    public boolean has(String path) {
        return path.startsWith(PAY);
    }

    @Override
    public Mono<Reply> answer(Request request) {
        String id = request.path().substring(PAY.length());
        return switch (request.method()) {
            case "GET" -> bookkeeper.run(books -> page.show(books, id));
            case "POST" -> Disturbance.of(faults.ofRequest("adyen.pay", Disturbance.NOT_FOR_PAGES),
                    bookkeeper.run(books -> page.submit(books, id,
                            FormField.of(request.body(), "cardNumber"), FormField.of(request.body(), "holderName"))),
                    () -> page.closed(500, "Something went wrong, as the sandbox was told to."));
            default -> Mono.just(page.closed(405, "This page cannot be asked for in that way."));
        };
    }

    @Override
    public Reply tooLarge() {
        return page.closed(413, "This is more than the page asks for.");
    }
}
