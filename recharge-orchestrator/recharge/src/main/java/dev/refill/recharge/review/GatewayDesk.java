package dev.refill.recharge.review;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.OperationKey;
import dev.refill.ledger.Ledger;
import dev.refill.recharge.GatewayOperations;
import dev.refill.recharge.GatewayOperations.Switch;
import dev.refill.recharge.order.Gateways;
import dev.refill.recharge.order.Instants;
import dev.refill.recharge.order.StrayPayments;
import dev.refill.recharge.routing.GatewaySwitches;

/** The gateways as those use them who look after orders. */
public final class GatewayDesk implements GatewayOperations {

    private static final Logger log = LoggerFactory.getLogger(GatewayDesk.class);

    private final Gateways gateways;
    private final GatewaySwitches switches;
    private final Supplier<Mono<Void>> notice;
    private final StrayStore strays;
    private final Ledger ledger;
    private final Clock clock;

    /** @param notice lets this node see at once what was switched */
    public GatewayDesk(Gateways gateways, GatewaySwitches switches, Supplier<Mono<Void>> notice, StrayStore strays,
            Ledger ledger, Clock clock) {
        this.gateways = gateways;
        this.switches = switches;
        this.notice = notice;
        this.strays = strays;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public Flux<Standing> gateways() {
        return switches.latest().collectMap(Switch::gateway).flatMapIterable(said -> gateways.ids().stream()
                .sorted(Comparator.comparing(GatewayId::value))
                .map(gateway -> standing(gateway, said))
                .toList());
    }

    private Standing standing(GatewayId gateway, Map<GatewayId, Switch> said) {
        return new Standing(gateway, gateways.get(gateway).methods(), gateways.isWell(gateway), said.get(gateway));
    }

    @Override
    public Mono<Standing> turn(GatewayId gateway, boolean off, String person, String reason) {
        if (!gateways.ids().contains(gateway)) {
            return Mono.empty();
        }
        return Mono.defer(() -> {
            Switch said = new Switch(gateway, off, person, reason, Instants.now(clock));
            return switches.set(said)
                    .doOnSuccess(
                            kept -> log.warn("{}: switched {} by {}: {}", gateway, off ? "off" : "on", person, reason))
                    .then(Mono.defer(notice))
                    .thenReturn(standing(gateway, Map.of(gateway, said)));
        });
    }

    @Override
    public Flux<StrayPayment> strays(int most) {
        return strays.waiting(most);
    }

    @Override
    public Mono<Long> straysWaiting() {
        return strays.count();
    }

    @Override
    public Mono<GivenBack> givenBack(OperationKey payment, String person, String reason) {
        return strays.byPayment(payment)
                .flatMap(stray -> givenBack(stray, person, reason))
                .defaultIfEmpty(GivenBack.NO_SUCH_PAYMENT);
    }

    /** The books first: whoever is told that it is kept finds it there. Both are safe to repeat. */
    private Mono<GivenBack> givenBack(StrayPayment stray, String person, String reason) {
        return Mono.defer(() -> {
            Instant now = Instants.now(clock);
            return StrayPayments.giveBack(ledger, stray, now)
                    .then(Mono.defer(() -> strays.end(stray.payment(), person, reason, now)))
                    .map(isNew -> isNew ? GivenBack.KEPT : GivenBack.KNOWN);
        });
    }
}
