package dev.refill.webhooks.ingress;

import io.micrometer.core.instrument.MeterRegistry;

/** What is seen of the door: {@code refill.webhooks.received} by gateway and answer; duplicates and each reason are answers. */
public final class IngressMetrics {

    private final MeterRegistry meters;

    public IngressMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void count(String gateway, Answer answer) {
        meters.counter("refill.webhooks.received", "gateway", gateway, "answer", answer.word()).increment();
    }
}
