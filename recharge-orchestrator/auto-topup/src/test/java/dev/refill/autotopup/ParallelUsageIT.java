package dev.refill.autotopup;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.autotopup.rule.Limits;
import dev.refill.autotopup.rule.Rule;
import dev.refill.autotopup.rule.Trigger;
import dev.refill.charging.EventOutcome;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many subscribers use up their credit at two nodes at once, over and over, and both nodes look for what there is to top up by themselves.
 * Each threshold is crossed as often as there is a charge.
 */
class ParallelUsageIT {

    private static final int CROSSINGS = Integer.getInteger("crossings", 200);
    private static final int SUBSCRIBERS = 20;
    private static final int EVENTS = 20;
    /** All that one round uses is what one top-up brings. */
    private static final long CENTS = 1_000 / EVENTS;
    private static final long START = 1_400;
    private static final int AT_ONCE = 8;

    @Test
    void oneChargeForEachCrossing() {
        int rounds = CROSSINGS / SUBSCRIBERS;
        try (var operator = new Operator(Clock.systemUTC(), "5ms")) {
            List<String> names = IntStream.range(0, SUBSCRIBERS).mapToObj(number -> "user" + number).toList();
            List<Rule> rules = names.stream().map(name -> {
                operator.subscriber(name, START);
                return operator.rule(name, new Trigger.LowBalance(500), new Limits(100, 100, null, null));
            }).toList();

            Flux.fromIterable(names)
                    .flatMap(name -> Flux.range(1, rounds).concatMap(round -> useUp(operator, name)), SUBSCRIBERS)
                    .blockLast(Duration.ofMinutes(10));
            operator.untilQuiet();

            assertThat(operator.breaks()).isEmpty();
            assertThat(operator.cards.charges()).isEqualTo(rounds * SUBSCRIBERS);
            assertThat(operator.cards.payments()).isEqualTo(rounds * SUBSCRIBERS);
            assertThat(rules)
                    .allSatisfy(rule -> assertThat(operator.story(rule)).hasSize(rounds).containsOnly("credited"));
            assertThat(names).allSatisfy(name -> assertThat(operator.credit(name)).isEqualTo(START));
            System.out.println("FIGURE " + operator.cards.charges() + " charges for " + rounds * SUBSCRIBERS
                    + " crossings by " + rounds * SUBSCRIBERS * EVENTS + " charging events at two nodes");
        }
    }

    /** Below the threshold, by events at both nodes in parallel, and up again. */
    private static Mono<Void> useUp(Operator operator, String name) {
        List<Mono<EventOutcome>> usage = new ArrayList<>();
        for (int event = 0; event < EVENTS; event++) {
            usage.add(operator.use(event % 2, name, CENTS));
        }
        return Flux.fromIterable(usage)
                .flatMap(one -> one, AT_ONCE)
                .doOnNext(outcome -> assertThat(outcome).isInstanceOf(EventOutcome.Charged.class))
                .then(untilToppedUp(operator, name));
    }

    private static Mono<Void> untilToppedUp(Operator operator, String name) {
        return Mono.defer(() -> operator.creditOf(name))
                .filter(credit -> credit == START)
                .repeatWhenEmpty(looks -> looks.delayElements(Duration.ofMillis(20)))
                .timeout(Duration.ofMinutes(1))
                .then();
    }
}
