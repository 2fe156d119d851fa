package dev.refill.sandbox.stripe.page;

import java.time.Clock;
import java.util.Map;

import reactor.core.publisher.Mono;

import dev.refill.sandbox.core.lifecycle.Bookkeeper;
import dev.refill.sandbox.faults.Faults;
import dev.refill.sandbox.page.Templates;
import dev.refill.sandbox.stripe.wire.Form;
import dev.refill.sandbox.stripe.wire.Refusal;
import dev.refill.sandbox.wire.Dialect;
import dev.refill.sandbox.wire.Disturbance;
import dev.refill.sandbox.wire.Reply;
import dev.refill.sandbox.wire.Request;

/** Everything under {@code /c/pay/} and {@code /authenticate/}. */
public final class HostedPages implements Dialect {

    private static final String PAY = "/c/pay/";
    private static final String AUTHENTICATE = "/authenticate/";

    private final PayPage payPage;
    private final AuthenticatePage authenticatePage;
    private final Bookkeeper bookkeeper;
    private final Faults faults;

    /** Reads the templates, so that no request has to wait for a file. */
    public HostedPages(Bookkeeper bookkeeper, Faults faults, Clock clock) {
        Templates templates = new Templates(HostedPages.class);
        this.payPage = new PayPage(templates, clock);
        this.authenticatePage = new AuthenticatePage(templates);
        this.bookkeeper = bookkeeper;
        this.faults = faults;
        payPage.warmUp();
        authenticatePage.warmUp();
    }

    @Override
    public boolean has(String path) {
        return path.startsWith(PAY) || path.startsWith(AUTHENTICATE);
    }

    @Override
    public Mono<Reply> answer(Request request) {
        boolean post = request.method().equals("POST");
        if (!post && !request.method().equals("GET")) {
            return Mono.just(payPage.closed(405, "This page cannot be asked for in that way."));
        }
        if (request.path().startsWith(PAY)) {
            String id = request.path().substring(PAY.length());
            return post ? pay(id, request.body()) : bookkeeper.run(books -> payPage.show(books, id));
        }
        String id = request.path().substring(AUTHENTICATE.length());
        return post
                ? authenticate(id, request.body())
                : bookkeeper.run(books -> authenticatePage.show(books, id));
    }

    @Override
    public Reply tooLarge() {
        return payPage.closed(413, "This is more than the page asks for.");
    }

    private Mono<Reply> pay(String id, String body) {
        return form(body).flatMap(form -> disturbed("checkout.pay",
                bookkeeper.run(books -> payPage.submit(books, id, form))));
    }

    private Mono<Reply> authenticate(String id, String body) {
        return form(body).flatMap(form -> disturbed("checkout.authenticate",
                bookkeeper.run(books -> authenticatePage.submit(books, id, form))));
    }

    private Mono<Map<String, Object>> form(String body) {
        return Mono.fromSupplier(() -> Form.parse(body)).onErrorResume(Refusal.class, malformed -> Mono.just(Map.of()));
    }

    private Mono<Reply> disturbed(String operation, Mono<Reply> act) {
        return Disturbance.of(faults.ofRequest(operation, Disturbance.NOT_FOR_PAGES), act, this::broken);
    }

    private Reply broken() {
        return payPage.closed(500, "Something went wrong, as the sandbox was told to.");
    }
}
