package dev.refill.gateway.decorator;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.Money;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.PaymentMethod.CardOnFile;
import dev.refill.gateway.PaymentMethodType;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.SentWithin;

/** Answers charges one after the other with what it was given, the last one again and again. */
final class ScriptedGateway implements PaymentGateway {

    static final ChargeCommand COMMAND = new ChargeCommand(new OperationKey("pay_1"), Money.of(1_000, "EUR"),
            new CardOnFile("pm_1"), "Airtime", null);

    private final Queue<Mono<ChargeOutcome>> script = new ArrayDeque<>();
    private final List<OperationKey> sent = new ArrayList<>();
    private LookupOutcome found = new NotFound();

    static LookupQuery queryBy(@Nullable ProviderReference reference) {
        return new LookupQuery(COMMAND.operationKey(), reference,
                new SentWithin(Instant.EPOCH, Instant.EPOCH.plusSeconds(60)));
    }

    ScriptedGateway thenAnswers(ChargeOutcome... outcomes) {
        for (var outcome : outcomes) {
            script.add(Mono.just(outcome));
        }
        return this;
    }

    ScriptedGateway thenNeverAnswers() {
        script.add(Mono.never());
        return this;
    }

    ScriptedGateway thenFinds(LookupOutcome outcome) {
        found = outcome;
        return this;
    }

    /** The keys of all charges that were really sent. */
    List<OperationKey> sent() {
        return sent;
    }

    @Override
    public GatewayId id() {
        return new GatewayId("scripted");
    }

    @Override
    public Set<PaymentMethodType> methods() {
        return Set.of(PaymentMethodType.CARD_ON_FILE);
    }

    @Override
    public Mono<ChargeOutcome> charge(ChargeCommand command) {
        return Mono.defer(() -> {
            sent.add(command.operationKey());
            return script.size() > 1 ? script.remove() : script.element();
        });
    }

    @Override
    public Mono<LookupOutcome> lookup(LookupQuery query) {
        return Mono.just(found);
    }
}
