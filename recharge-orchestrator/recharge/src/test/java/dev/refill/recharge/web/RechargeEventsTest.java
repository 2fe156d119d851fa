package dev.refill.recharge.web;

import java.time.Instant;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.PaymentMethodType;
import dev.refill.recharge.Cancellation;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.Recharges;
import dev.refill.recharge.Sighting;
import dev.refill.recharge.StartOutcome;
import dev.refill.recharge.StartRechargeCommand;
import dev.refill.recharge.WatchRefused;
import dev.refill.recharge.order.TestOrders;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;

import static org.assertj.core.api.Assertions.assertThat;

class RechargeEventsTest {

    private static final Recharge ORDER = TestOrders.onHostedPage(RechargeState.REQUIRES_ACTION).recharge();

    @Test
    void eventsSayWhenToComeBackAndSilenceIsAComment() {
        String body = events(Flux.just(new Sighting.Seen(ORDER), new Sighting.StillWatching()))
                .expectStatus().isOk()
                .expectHeader().contentTypeCompatibleWith(MediaType.TEXT_EVENT_STREAM)
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(body).startsWith("id:3\nevent:recharge\nretry:2000\ndata:{").contains("\"requires_action\"")
                .endsWith("}\n\n:\n\n");
    }

    @Test
    void eventsWhenTheNodeTakesNoMoreThenProblemWithTheTimeToComeBack() {
        events(Flux.error(new WatchRefused("full")))
                .expectStatus().isEqualTo(503)
                .expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectHeader().valueEquals("Retry-After", "5")
                .expectBody()
                .jsonPath("$.type").isEqualTo("https://refill.dev/problems/overloaded");
    }

    private static WebTestClient.ResponseSpec events(Flux<Sighting> sightings) {
        var controller = new RechargeController(new WatchedOrder(sightings), new NoSubscribers(), new NoCards(),
                new StrictJson(),
                new ApiSettings("US"));
        return WebTestClient.bindToController(controller)
                .controllerAdvice(new ApiErrors())
                .webFilter(signedInAs(ORDER.owner().clientId()))
                .build()
                .get()
                .uri("/v1/recharges/" + ORDER.id() + "/events")
                .accept(MediaType.TEXT_EVENT_STREAM)
                .exchange();
    }

    private static WebFilter signedInAs(String client) {
        Jwt token = Jwt.withTokenValue("token")
                .header("alg", "none")
                .claim("client_id", client)
                .issuedAt(Instant.EPOCH)
                .build();
        return (exchange, chain) -> chain.filter(
                exchange.mutate().principal(Mono.just(new JwtAuthenticationToken(token))).build());
    }

    private record WatchedOrder(Flux<Sighting> sightings) implements Recharges {

        @Override
        public Mono<StartOutcome> start(StartRechargeCommand command) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<PaymentMethodType> paymentMethods() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Mono<StartOutcome> started(String claimId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Mono<StartOutcome> withdraw(String claimId) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Mono<Recharge> find(RechargeId id) {
            return Mono.just(ORDER);
        }

        @Override
        public Mono<Recharge> refresh(RechargeId id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Mono<Cancellation> cancel(RechargeId id, String client) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Flux<Sighting> watch(RechargeId id) {
            return sightings;
        }
    }

    private record NoSubscribers() implements Subscribers {

        @Override
        public Mono<Subscriber> withNumber(Msisdn msisdn) {
            return Mono.empty();
        }

        @Override
        public Mono<Subscriber> withId(SubscriberId id) {
            return Mono.empty();
        }

        @Override
        public Mono<Subscriber> provision(Subscriber subscriber) {
            throw new UnsupportedOperationException();
        }
    }
}
