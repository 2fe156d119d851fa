package dev.refill.charging.web;

import java.security.Principal;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import dev.refill.charging.Charging;
import dev.refill.charging.EnquiryOutcome;
import dev.refill.charging.EventAnswer;
import dev.refill.charging.EventOutcome;
import dev.refill.charging.ResultCode;
import dev.refill.request.JsonBody;
import dev.refill.request.Problems;
import dev.refill.subscriber.Msisdn;

/** One-time events: debit, refund, balance check, price enquiry. */
@RestController
@RequestMapping("/v1/charging")
final class EventController {

    private final Charging charging;
    private final Clock clock;

    EventController(Charging charging, Clock clock) {
        this.charging = charging;
        this.clock = clock;
    }

    /** Charges a usage that is over; the same again is charged once. */
    @PostMapping(path = "/events", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> charge(@RequestBody(required = false) byte @Nullable [] body, Principal client) {
        return Bodies.read(body, json -> EventBody.read(json, client.getName(), clock),
                request -> charging.charge(request).map(EventController::answer));
    }

    /** Gives back what an event took, once. */
    @PostMapping(path = "/refunds", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> refund(@RequestBody(required = false) byte @Nullable [] body, Principal client) {
        return Bodies.read(body, EventController::reference,
                event -> charging.refund(client.getName(), event).map(EventController::answer));
    }

    /** What a subscriber can pay with now. */
    @PostMapping(path = "/balance-check", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> balance(@RequestBody(required = false) byte @Nullable [] body) {
        return Bodies.read(body, EventController::number,
                number -> charging.balance(number).map(EventController::answer));
    }

    /** What an event would cost now. */
    @PostMapping(path = "/price-enquiry", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> price(@RequestBody(required = false) byte @Nullable [] body, Principal client) {
        return Bodies.read(body, json -> EventBody.enquiry(json, client.getName(), clock),
                request -> charging.price(request).map(EventController::answer));
    }

    private static Optional<String> reference(JsonBody body) {
        body.only(Set.of("reference"));
        return Fields.reference(body).filter(reference -> body.errors().isEmpty());
    }

    private static Optional<Msisdn> number(JsonBody body) {
        body.only(Set.of("number"));
        return Fields.number(body).filter(number -> body.errors().isEmpty());
    }

    private static ResponseEntity<Object> answer(EventOutcome outcome) {
        return switch (outcome) {
            case EventOutcome.Charged(EventAnswer answer) -> ResponseEntity.ok(EventAnswerBody.of(answer));
            case EventOutcome.Denied(ResultCode why) -> ChargingProblems.denied(why);
            case EventOutcome.ReferenceReused() -> ChargingProblems.referenceReused();
            case EventOutcome.NotFound() -> Problems.notFound();
        };
    }

    private static ResponseEntity<Object> answer(EnquiryOutcome outcome) {
        return switch (outcome) {
            case EnquiryOutcome.Balance balance -> ResponseEntity.ok(EnquiryBodies.BalanceBody.of(balance));
            case EnquiryOutcome.Price price -> ResponseEntity.ok(EnquiryBodies.PriceBody.of(price));
            case EnquiryOutcome.Denied(ResultCode why) -> ChargingProblems.denied(why);
        };
    }
}
