package dev.refill.gateway.decorator;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import dev.refill.gateway.Declined;
import dev.refill.gateway.GatewayId;

/**
 * Counts declines whose code the adapter's table does not have, each time that one is told: counter
 * {@code refill.gateway.unknown.declines}. Its only tag is the gateway, as the codes are as many as a provider likes; a
 * code itself is kept with its payment.
 */
final class UnknownDeclines {

    static final String NAME = "refill.gateway.unknown.declines";

    private final Counter counter;

    UnknownDeclines(GatewayId gateway, MeterRegistry registry) {
        this.counter = Counter.builder(NAME)
                .description("Declines with a code that the adapter's table does not have")
                .tag("gateway", gateway.value())
                .register(registry);
    }

    /** @param told by the provider, of whatever kind */
    void count(Object told) {
        if (told instanceof Declined declined && !declined.codeIsKnown()) {
            counter.increment();
        }
    }
}
