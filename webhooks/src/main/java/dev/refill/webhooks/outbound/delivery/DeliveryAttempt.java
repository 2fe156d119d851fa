package dev.refill.webhooks.outbound.delivery;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import reactor.core.publisher.Mono;

import dev.refill.webhooks.outbound.destination.Target;
import dev.refill.webhooks.outbound.destination.TargetGuard;
import dev.refill.webhooks.outbound.signature.SecretVault;

/** One attempt: look at the address, sign, send. */
public final class DeliveryAttempt {

    private final TargetGuard guard;
    private final SecretVault vault;
    private final Courier courier;
    private final Duration timeout;
    private final Clock clock;

    /** @param timeout for all of it, from the look-up of the name to the status */
    public DeliveryAttempt(TargetGuard guard, SecretVault vault, Courier courier, Duration timeout, Clock clock) {
        this.guard = guard;
        this.vault = vault;
        this.courier = courier;
        this.timeout = timeout;
        this.clock = clock;
    }

    /** Emits exactly one reply and never an error. */
    public Mono<Reply> run(TakenDelivery delivery) {
        return guard.admit(delivery.url())
                .flatMap(target -> switch (target) {
                    case Target.Denied(String why) -> Mono.<Reply>just(new Reply.NotSent(why));
                    case Target.Admitted admitted -> send(delivery, admitted.onTry(delivery.tries()));
                })
                .timeout(timeout)
                .onErrorResume(failure -> Mono.just(new Reply.NoAnswer(why(failure))));
    }

    private Mono<Reply> send(TakenDelivery delivery, InetAddress address) {
        byte[] body = delivery.body().getBytes(StandardCharsets.UTF_8);
        return courier.post(delivery.url(), address, headers(delivery, clock.instant(), body), body);
    }

    private Map<String, String> headers(TakenDelivery delivery, Instant now, byte[] body) {
        return Map.of(
                "content-type", "application/json",
                "user-agent", "Refill-Webhooks/1",
                "webhook-id", delivery.eventId(),
                "webhook-timestamp", Long.toString(now.getEpochSecond()),
                "webhook-signature", signatures(delivery, now, body));
    }

    private String signatures(TakenDelivery delivery, Instant now, byte[] body) {
        return delivery.sealedSecrets().stream()
                .map(sealed -> vault.open(sealed, delivery.endpoint().value()))
                .map(secret -> secret.sign(delivery.eventId(), now, body))
                .collect(Collectors.joining(" "));
    }

    private String why(Throwable failure) {
        if (failure instanceof TimeoutException) {
            return "no answer within " + timeout.toMillis() + " ms";
        }
        String message = failure.getMessage();
        return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
