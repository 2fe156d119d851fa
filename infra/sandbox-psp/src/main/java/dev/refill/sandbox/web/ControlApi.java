package dev.refill.sandbox.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Owed;
import dev.refill.sandbox.faults.Fault;
import dev.refill.sandbox.faults.Faults;
import dev.refill.sandbox.lifecycle.Provider;
import dev.refill.sandbox.wire.Reply;
import dev.refill.sandbox.wire.Request;

/**
 * The switches from outside, as JSON.
 * <ul>
 * <li>{@code POST /sandbox/faults} with a {@link Fault}'s fields sets one: 201
 * <li>{@code GET /sandbox/faults} lists what is set, with what is left of {@code times}: 200
 * <li>{@code DELETE /sandbox/faults} clears all and releases what was withheld: 200
 * <li>{@code POST /sandbox/webhooks/release} delivers what was withheld, and what is being reordered: 200
 * <li>{@code POST /sandbox/events/{id}/resend} delivers an event once more to everyone it concerned: 202
 * <li>{@code POST /sandbox/disputes} with {@code payment} and, perhaps, {@code amount} and {@code reason} opens one: 201
 * <li>{@code POST /sandbox/disputes/{id}/win} and {@code …/lose} close one: 200
 * <li>{@code POST /sandbox/refunds/{id}/fail} lets a refund come back: 200
 * <li>{@code POST /sandbox/payouts} sends to the shop's bank what it has, in each currency: 201
 * <li>{@code GET /sandbox/truth} lists every captured payment, refund and dispute of all providers: 200
 * </ul>
 * What is wrong with a request is said in {@code {"error": …}} with 400 or 404.
 */
public final class ControlApi {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    /** Knows how from the start: whoever has to find out first lets others wait for it, here on an event loop. */
    private static final ObjectReader FAULTS = JSON.readerFor(Fault.class);
    private static final Pattern ON_ONE = Pattern.compile("/sandbox/([a-z]+)/([^/]+)/([a-z]+)");

    private final Faults faults;
    private final List<Provider> providers;
    private final Provider stripe;
    private final BankControl banks;

    /**
     * @param providers all that there are
     * @param stripe the one of them that can be told what banks do, and to repeat an event
     */
    public ControlApi(Faults faults, List<Provider> providers, Provider stripe) {
        this.faults = faults;
        this.providers = providers;
        this.stripe = stripe;
        this.banks = new BankControl(stripe.bookkeeper());
    }

    Mono<Reply> answer(Request request) {
        Matcher one = ON_ONE.matcher(request.path());
        return request.method().equals("POST") && one.matches()
                ? onOne(one.group(1) + " " + one.group(3), one.group(2))
                : onAll(request);
    }

    private Mono<Reply> onOne(String what, String id) {
        return switch (what) {
            case "events resend" -> resend(id);
            case "disputes win" -> banks.win(id);
            case "disputes lose" -> banks.lose(id);
            case "refunds fail" -> banks.fail(id);
            default -> Mono.just(error(404, what + " is not part of the control API"));
        };
    }

    private Mono<Reply> onAll(Request request) {
        return switch (request.method() + " " + request.path()) {
            case "POST /sandbox/faults" -> Mono.fromSupplier(() -> set(request.body()));
            case "GET /sandbox/faults" -> Mono.fromSupplier(() -> json(200, Map.of("faults", faults.left())));
            case "DELETE /sandbox/faults" -> Mono.fromSupplier(this::clear);
            case "POST /sandbox/webhooks/release" -> Mono.fromSupplier(this::released);
            case "POST /sandbox/disputes" -> banks.open(request.body());
            case "POST /sandbox/payouts" -> banks.payOut();
            case "GET /sandbox/truth" -> truth().map(truth -> reply(200, truth.json()));
            default ->
                Mono.just(error(404, request.method() + " " + request.path() + " is not part of the control API"));
        };
    }

    static Reply closed() {
        return error(403, "The control API is only open on loopback");
    }

    private Reply set(String body) {
        try {
            faults.set(FAULTS.readValue(body));
            return json(201, Map.of("faults", faults.left()));
        } catch (JacksonException | IllegalStateException wrong) {
            return error(400, String.valueOf(wrong.getMessage()));
        }
    }

    private Reply clear() {
        faults.clear();
        return released();
    }

    private Reply released() {
        return json(200, Map.of("released", providers.stream().mapToInt(one -> one.webhooks().release()).sum()));
    }

    private Mono<Truth> truth() {
        return Flux.fromIterable(providers)
                .concatMap(one -> one.bookkeeper().run(books -> Truth.of(one.name(), books)))
                .reduce(Truth::and);
    }

    private Mono<Reply> resend(String eventId) {
        return stripe.bookkeeper().run(books -> concerned(books, eventId))
                .map(concerned -> concerned.map(this::resend)
                        .orElseGet(() -> error(404, "No such event: " + eventId)));
    }

    private Reply resend(List<Owed> concerned) {
        concerned.forEach(stripe.webhooks()::resend);
        return json(202, Map.of("endpoints", concerned.size()));
    }

    /** Everyone who wants it now; empty when there is no such event. */
    private static Optional<List<Owed>> concerned(Books books, String eventId) {
        return Optional.ofNullable(books.events().find(eventId))
                .map(event -> books.endpoints()
                        .all(endpoint -> endpoint.wants(event.type()))
                        .stream()
                        .map(endpoint -> new Owed(event, endpoint))
                        .toList());
    }

    static Reply error(int status, String message) {
        return json(status, Map.of("error", message));
    }

    static Reply json(int status, Object body) {
        return reply(status, JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
    }

    private static Reply reply(int status, byte[] body) {
        return new Reply.Sent(status, Map.of(), ByteBuffer.wrap(body));
    }
}
