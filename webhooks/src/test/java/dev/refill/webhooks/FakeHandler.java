package dev.refill.webhooks;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayEvent;

/** Counts what it is handed; does what a test told it for a key, once or always. */
public final class FakeHandler implements GatewayEventHandler {

    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private volatile Function<String, Mono<Handling>> behaviour = key -> Mono.just(new Handling.Done());

    public void behave(Function<String, Mono<Handling>> newBehaviour) {
        behaviour = newBehaviour;
    }

    @Override
    public Mono<Handling> handle(GatewayEvent event) {
        calls.computeIfAbsent(event.dedupeKey(), key -> new AtomicInteger()).incrementAndGet();
        return behaviour.apply(event.dedupeKey());
    }

    public int calls(String key) {
        AtomicInteger count = calls.get(key);
        return count == null ? 0 : count.get();
    }

    public Map<String, AtomicInteger> calls() {
        return calls;
    }
}
