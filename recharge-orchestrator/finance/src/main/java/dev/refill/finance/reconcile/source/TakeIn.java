package dev.refill.finance.reconcile.source;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Map;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.finance.reconcile.Pair;
import dev.refill.finance.reconcile.Reconciliation;
import dev.refill.finance.reconcile.Side;
import dev.refill.finance.reconcile.TakenIn;
import dev.refill.finance.reconcile.rule.CutOff;
import dev.refill.finance.reconcile.rule.Line;
import dev.refill.finance.reconcile.rule.LineKey;
import dev.refill.gateway.Payout;
import dev.refill.gateway.SettlementKind;
import dev.refill.gateway.SettlementLine;
import dev.refill.gateway.Settlements;

/**
 * Takes in what sources say of one provider. A window may be read as often as one likes: what is known is passed over. Everything is cold and
 * reads no faster than it is kept; what a cancel or an error leaves behind is good, and comes again.
 */
public final class TakeIn {

    private static final Logger LOG = LoggerFactory.getLogger(TakeIn.class);

    private final Reconciliation reconciliation;
    private final Pairs pairs;
    private final CutOff cutOff;
    private final BankLines bank;

    /** @param bank finds what the bank booked */
    public TakeIn(Reconciliation reconciliation, Pairs pairs, CutOff cutOff, BankLines bank) {
        this.reconciliation = reconciliation;
        this.pairs = pairs;
        this.cutOff = cutOff;
        this.bank = bank;
    }

    /** Our movements, as one side of those of the provider and of the ledger. */
    public Mono<TakenIn> movements(Movements ours, Instant from, Instant to) {
        return take(pairs.lines(), Side.OURS, ours.between(from, to).map(this::line))
                .then(Mono.defer(() -> take(pairs.ledger(), Side.OURS, ours.between(from, to).map(this::line))));
    }

    /** What the ledger holds. */
    public Mono<TakenIn> ledger(Movements ledger, Instant from, Instant to) {
        return take(pairs.ledger(), Side.THEIRS, ledger.between(from, to).map(this::line));
    }

    /**
     * Payouts that were created in a window, and their lines. A payout is taken in when its last line is: it is never compared with a part
     * of them.
     *
     * @return how many payouts
     */
    public Mono<Long> settlements(Settlements provider, Instant from, Instant to) {
        return provider.payouts(from, to).concatMap(payout -> payout(provider, payout), 1).count();
    }

    private Mono<TakenIn> payout(Settlements provider, Payout payout) {
        return Mono.defer(() -> payout(payout, new Sums(), provider.lines(payout.reference())));
    }

    private Mono<TakenIn> payout(Payout payout, Sums sums, Flux<SettlementLine> lines) {
        return take(pairs.lines(), Side.THEIRS,
                lines.filter(TakeIn::isNotThePayout).doOnNext(sums::add).map(line -> line(payout, line)))
                .then(Mono.defer(() -> take(pairs.payouts(), Side.OURS, sums.lines(payout, day(payout)))))
                .then(Mono.defer(() -> take(pairs.payouts(), Side.THEIRS, Flux.just(told(payout, day(payout))))))
                .then(Mono.defer(() -> take(pairs.bank(), Side.OURS, awaited(payout))));
    }

    /** What the bank should book. */
    private static Flux<Line> awaited(Payout payout) {
        return switch (payout.state()) {
            case UNDER_WAY, PAID -> Flux.just(told(payout, payout.arrivesOn()));
            case FAILED -> Flux.empty();
        };
    }

    private Mono<TakenIn> take(Pair pair, Side side, Flux<Line> lines) {
        return reconciliation.takeIn(pair, side, lines).doOnNext(taken -> warn(pair, side, taken));
    }

    private static void warn(Pair pair, Side side, TakenIn taken) {
        if (!taken.contradicting().isEmpty()) {
            LOG.warn("{}, {}: lines say otherwise than before, and the first word stands: {}", pair.id(), side,
                    taken.contradicting());
        }
    }

    /** What the bank booked of payouts that should arrive in some days, first and last included. */
    public Mono<TakenIn> bank(LocalDate first, LocalDate last) {
        return take(pairs.bank(), Side.THEIRS, bank.named(pairs.bank().id(), first, last))
                .then(Mono.defer(() -> take(pairs.bank(), Side.THEIRS,
                        bank.unnamed(pairs.bank().id(), first, last))));
    }

    private static boolean isNotThePayout(SettlementLine line) {
        return switch (line.kind()) {
            case PAYOUT, PAYOUT_REVERSAL -> false;
            case CHARGE, CHARGE_FAILURE, REFUND, REFUND_FAILURE, DISPUTE, DISPUTE_REVERSAL, FEE, OTHER -> true;
        };
    }

    private Line line(Movement movement) {
        return new Line(movement.reference(), LineKey.of(movement.kind(), movement.id().value()),
                cutOff.day(movement.occurredAt()), movement.currency(), movement.amount(), movement.fee(),
                movement.occurredAt(), null);
    }

    private Line line(Payout payout, SettlementLine line) {
        return new Line(line.reference().value(), LineKey.of(line), cutOff.day(line.occurredAt()), line.currency(),
                line.amount(), line.fee(), line.occurredAt(), payout.reference().value());
    }

    private LocalDate day(Payout payout) {
        return cutOff.day(payout.createdAt());
    }

    private static Line told(Payout payout, LocalDate day) {
        return new Line(payout.reference().value(), key(payout), day, payout.currency(), payout.amount(), 0,
                payout.createdAt(), null);
    }

    private static LineKey key(Payout payout) {
        return LineKey.of(SettlementKind.PAYOUT, payout.reference().value());
    }

    /** What the lines of one payout come to less fees, in each currency. Not safe for use by many threads. */
    private static final class Sums {

        private final Map<String, BigInteger> net = new TreeMap<>();

        void add(SettlementLine line) {
            net.merge(line.currency().getCurrencyCode(),
                    BigInteger.valueOf(line.amount()).subtract(BigInteger.valueOf(line.fee())), BigInteger::add);
        }

        /** One line in each currency; of a payout without lines none, which is a break of its own. */
        Flux<Line> lines(Payout payout, LocalDate day) {
            return Flux.fromIterable(net.entrySet())
                    .map(sum -> new Line(payout.reference() + ":" + sum.getKey(), key(payout), day,
                            Currency.getInstance(sum.getKey()), sum.getValue().longValueExact(), 0, payout.createdAt(),
                            null));
        }
    }
}
