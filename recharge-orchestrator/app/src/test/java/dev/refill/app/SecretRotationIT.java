package dev.refill.app;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.testsupport.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/** B11: a webhook secret is rotated while webhooks pour in, and none is refused. */
class SecretRotationIT {

    private static final String OLD = "whsec_of_the_time_before_0000000000";
    private static final String NEXT = "whsec_of_the_time_to_come_000000000";
    private static final int EVENTS = 900;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final TestIssuer issuer = TestIssuer.start();
    private final List<RunningApplication> nodes = Stream.of(OLD, OLD + "," + NEXT, NEXT)
            .map(secrets -> RunningApplication.trusting(issuer.uri(),
                    "refill.gateways.stripe.webhook-secrets=" + secrets))
            .toList();

    @AfterEach
    void stop() {
        nodes.forEach(RunningApplication::close);
        issuer.close();
    }

    /** While nodes know the old secret, both, or the new one, the provider signs with both. */
    @Test
    void rotationUnderLoadRefusesNothing() {
        for (RunningApplication node : nodes) {
            assertThat(answers(node, OLD, NEXT)).as("of %s events", EVENTS).containsOnly(200);
            assertThat(kept(node)).isEqualTo(EVENTS);
        }
        RunningApplication ofBoth = nodes.get(1);
        assertThat(post(ofBoth, "evt_by_old", OLD).block(LONGEST)).isEqualTo(200);
        assertThat(post(ofBoth, "evt_by_next", NEXT).block(LONGEST)).isEqualTo(200);
        assertThat(post(nodes.getLast(), "evt_by_old", OLD).block(LONGEST)).isEqualTo(400);
        assertThat(post(ofBoth, "evt_by_nobody", "whsec_of_somebody_else_000000000").block(LONGEST)).isEqualTo(400);
        System.out.println("FIGURE " + 3 * EVENTS + " webhooks on nodes that know the old secret, both, the new one: "
                + "0 refused");
    }

    private static List<Integer> answers(RunningApplication node, String... secrets) {
        return Flux.range(0, EVENTS)
                .flatMap(n -> post(node, "evt_rotation_" + n, secrets), 64)
                .distinct()
                .collectList()
                .blockOptional(LONGEST)
                .orElseThrow();
    }

    private static long kept(RunningApplication node) {
        return node.context().getBean(DatabaseClient.class)
                .sql("SELECT count(*) AS events FROM webhooks.inbox")
                .map(row -> row.get("events", Long.class))
                .one()
                .blockOptional(LONGEST)
                .orElseThrow();
    }

    private static Mono<Integer> post(RunningApplication node, String event, String... secrets) {
        String body = """
                      {"id":"%s","object":"event","api_version":"2026-07-29.dahlia","created":1767225600,"livemode":false,\
                      "type":"customer.created","data":{"object":{"id":"cus_1","object":"customer","livemode":false}}}"""
                .formatted(event);
        return WebClient.create("http://localhost:" + node.context().getEnvironment()
                .getRequiredProperty("local.server.port"))
                .post()
                .uri("/webhooks/stripe")
                .contentType(MediaType.APPLICATION_JSON)
                .header("Stripe-Signature", signature(body, secrets))
                .bodyValue(body)
                .exchangeToMono(answer -> answer.releaseBody().thenReturn(answer.statusCode().value()));
    }

    private static String signature(String body, String... secrets) {
        long at = Instant.now().getEpochSecond();
        return Stream.of(secrets)
                .map(secret -> ",v1=" + hmac(secret, at + "." + body))
                .collect(Collectors.joining("", "t=" + at, ""));
    }

    private static String hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
