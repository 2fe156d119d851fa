package dev.refill.tariff.web;

import java.time.Clock;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import dev.refill.request.JsonBody;
import dev.refill.request.Problems;
import dev.refill.tariff.PlanId;
import dev.refill.tariff.PlanInForce;
import dev.refill.tariff.Tariffs;
import dev.refill.tariff.web.TariffBodies.PriceBody;

/** What a usage would cost, and why; nothing is drawn. */
@RestController
final class EnquiryController {

    private final Tariffs tariffs;
    private final Clock clock;

    EnquiryController(Tariffs tariffs, Clock clock) {
        this.tariffs = tariffs;
        this.clock = clock;
    }

    /** Rates by the version that is in force when the usage begins. */
    @PostMapping(path = "/v1/tariffs/{plan}/price-enquiry", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> price(@PathVariable String plan,
            @RequestBody(required = false) byte @Nullable [] body) {
        Optional<JsonBody> json = JsonBody.parse(body);
        if (json.isEmpty()) {
            return Mono.just(Problems.malformed());
        }
        return Enquiry.read(json.get(), clock)
                .map(enquiry -> price(plan, enquiry))
                .orElseGet(() -> Mono.just(Problems.invalid(json.get().errors())));
    }

    private Mono<ResponseEntity<Object>> price(String plan, Enquiry enquiry) {
        return Mono.justOrEmpty(PlanId.parse(plan))
                .flatMap(id -> tariffs.inForce(id, enquiry.usage().start()))
                .map(found -> ResponseEntity.ok().body((Object) rated(plan, found, enquiry)))
                .defaultIfEmpty(Problems.notFound());
    }

    private static PriceBody rated(String plan, PlanInForce found, Enquiry enquiry) {
        return PriceBody.of(plan, found.version(), enquiry.rate(found.plan()));
    }
}
