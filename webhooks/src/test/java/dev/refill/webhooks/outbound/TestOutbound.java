package dev.refill.webhooks.outbound;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import reactor.core.publisher.Mono;

import dev.refill.webhooks.OutboundEvent;
import dev.refill.webhooks.OutboundProperties;
import dev.refill.webhooks.outbound.delivery.TakenDelivery;
import dev.refill.webhooks.outbound.endpoint.EndpointId;
import dev.refill.webhooks.outbound.signature.SecretVault;

/** Valid things, for tests to change one part of. */
public final class TestOutbound {

    public static final Duration WAIT = Duration.ofSeconds(30);
    public static final String OWNER = "demo-app";
    public static final Instant AT = Instant.parse("2026-01-15T11:59:58Z");
    private static final String KEY = "for-tests-only-00000000000000000000";

    private TestOutbound() {}

    public static OutboundEvent event(String id) {
        return event(id, "recharge.paid", OWNER);
    }

    public static OutboundEvent event(String id, String type, String owner) {
        return new OutboundEvent("evt_" + id, type, AT, owner, "{\"id\":\"" + id + "\"}");
    }

    public static EndpointId endpointId(int number) {
        return new EndpointId("whe_" + "%026d".formatted(number));
    }

    public static URI url(int number) {
        return URI.create("https://partner.example/hooks/" + number);
    }

    public static SecretVault vault() {
        return new SecretVault(List.of(KEY), new SecureRandom());
    }

    public static TakenDelivery taken(int tries, int slowDowns) {
        return new TakenDelivery(endpointId(1), 1, tries, tries, slowDowns, "evt_1", "recharge.paid", "{}", url(1),
                List.of(), AT.plusSeconds(90));
    }

    public static OutboundProperties properties(Map<String, String> changed) {
        Map<String, String> all = new HashMap<>(changed);
        all.putIfAbsent("refill.outbound.sealing-keys", KEY);
        return new Binder(new MapConfigurationPropertySource(all)).bindOrCreate("refill.outbound",
                OutboundProperties.class);
    }

    public static <T> T get(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(WAIT));
    }
}
