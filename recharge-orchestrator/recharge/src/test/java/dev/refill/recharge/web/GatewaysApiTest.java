package dev.refill.recharge.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentMethodType;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.GatewayOperations;
import dev.refill.recharge.GatewayOperations.Switch;
import dev.refill.recharge.RechargeId;

import static org.assertj.core.api.Assertions.assertThat;

class GatewaysApiTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final GatewayId STRIPE = new GatewayId("stripe");
    private static final String PAYMENT = "pay_01jd3v5k8m2n4p6q8r0s2t4v6w";

    private final List<String> deeds = new ArrayList<>();
    private final GatewayOperations operations = new GatewayOperations() {

        @Override
        public Flux<Standing> gateways() {
            return Flux.just(standing(null));
        }

        @Override
        public Mono<Standing> turn(GatewayId gateway, boolean off, String person, String reason) {
            if (!gateway.equals(STRIPE)) {
                return Mono.empty();
            }
            deeds.add(person + " turns " + gateway + (off ? " off: " : " on: ") + reason);
            return Mono.just(standing(new Switch(gateway, off, person, reason, NOON)));
        }

        @Override
        public Flux<StrayPayment> strays(int most) {
            return Flux
                    .just(new StrayPayment(new OperationKey(PAYMENT), new RechargeId("rch_01jd3v5k8m2n4p6q8r0s2t4v6w"),
                            STRIPE, new ProviderReference("pi_1"), Money.of(1_000, "USD"), NOON));
        }

        @Override
        public Mono<Long> straysWaiting() {
            throw new UnsupportedOperationException("straysWaiting");
        }

        @Override
        public Mono<GivenBack> givenBack(OperationKey payment, String person, String reason) {
            if (!payment.value().equals(PAYMENT)) {
                return Mono.just(GivenBack.NO_SUCH_PAYMENT);
            }
            deeds.add(person + " gives back " + payment + ": " + reason);
            return Mono.just(deeds.size() == 1 ? GivenBack.KEPT : GivenBack.KNOWN);
        }
    };

    private static GatewayOperations.Standing standing(@Nullable Switch said) {
        return new GatewayOperations.Standing(STRIPE,
                Set.of(PaymentMethodType.HOSTED_PAGE, PaymentMethodType.CARD_ON_FILE), false, said);
    }

    private WebTestClient client() {
        return WebTestClient.bindToController(new GatewaysController(operations, new StrictJson()))
                .controllerAdvice(new ApiErrors())
                .webFilter((exchange, chain) -> chain.filter(exchange.mutate()
                        .principal(Mono.just(new TestingAuthenticationToken("ada", "token")))
                        .build()))
                .build();
    }

    private ResponseSpec post(String path, String body) {
        return client().post().uri("/v1/operations" + path).contentType(MediaType.APPLICATION_JSON).bodyValue(body)
                .exchange();
    }

    @Test
    void gatewaysShowHowTheyStand() {
        client().get().uri("/v1/operations/gateways").exchange().expectStatus().isOk().expectBody().json("""
                {"gateways":[{"gateway":"stripe","methods":["card_on_file","hosted_page"],"well":false,"off":false}]}
                """, JsonCompareMode.STRICT);
    }

    @Test
    void switchedOffItSaysByWhomAndWhy() {
        post("/gateways/stripe/switch", "{\"switch\":\"off\",\"reason\":\" maintenance \"}").expectStatus().isOk()
                .expectBody().json("""
                        {"gateway":"stripe","methods":["card_on_file","hosted_page"],"well":false,"off":true,
                         "switched":{"person":"ada","reason":"maintenance","at":"2026-03-02T12:00:00Z"}}
                        """, JsonCompareMode.STRICT);
        post("/gateways/stripe/switch", "{\"switch\":\"on\",\"reason\":\"over\"}").expectStatus().isOk();
        assertThat(deeds).containsExactly("ada turns stripe off: maintenance", "ada turns stripe on: over");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /gateways/none/switch   | {"switch":"off","reason":"x"}                | 404
            /gateways/NONE!/switch  | {"switch":"off","reason":"x"}                | 404
            /gateways/stripe/switch | {"switch":"Off","reason":"x"}                | 422
            /gateways/stripe/switch | {"switch":true,"reason":"x"}                 | 422
            /gateways/stripe/switch | {"switch":"off"}                             | 422
            /gateways/stripe/switch | {"switch":"off","reason":" "}                | 422
            /gateways/stripe/switch | {"switch":"off","reason":"x","force":true}   | 422
            /gateways/stripe/switch | ["off"]                                      | 422
            /gateways/stripe/switch | {"switch":"off","switch":"on","reason":"x"}  | 400
            /gateways/stripe/switch | off                                          | 400
            /strays/pay_1/given-back | {"reason":"x"}                              | 404
            /strays/pay_01jd3v5k8m2n4p6q8r0s2t4v6x/given-back | {"reason":"x"}     | 404
            /strays/pay_01jd3v5k8m2n4p6q8r0s2t4v6w/given-back | {}                 | 422
            /strays/pay_01jd3v5k8m2n4p6q8r0s2t4v6w/given-back | {"reason":1}       | 422
            """)
    void whatIsNotUnderstoodDoesNothing(String path, String body, int status) {
        post(path, body).expectStatus().isEqualTo(status);
        assertThat(deeds).isEmpty();
    }

    @Test
    void straysAreListedAndGivenBackOnce() {
        client().get().uri("/v1/operations/strays").exchange().expectStatus().isOk().expectBody().json("""
                {"strays":[{"payment":"pay_01jd3v5k8m2n4p6q8r0s2t4v6w","recharge":"rch_01jd3v5k8m2n4p6q8r0s2t4v6w",
                            "gateway":"stripe","reference":"pi_1","captured":1000,"currency":"USD",
                            "at":"2026-03-02T12:00:00Z"}]}
                """, JsonCompareMode.STRICT);
        String path = "/strays/" + PAYMENT + "/given-back";
        post(path, "{\"reason\":\"as re_1\"}").expectStatus().isNoContent();
        post(path, "{\"reason\":\"as re_1\"}").expectStatus().isEqualTo(409);
        assertThat(deeds).startsWith("ada gives back " + PAYMENT + ": as re_1");
    }
}
