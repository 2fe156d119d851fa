package dev.refill.simulation.provider;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import reactor.core.publisher.MonoSink;

import dev.refill.gateway.NotSent;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.Unresolved;
import dev.refill.simulation.time.Chance;
import dev.refill.simulation.time.Life;
import dev.refill.simulation.time.Timeline;
import dev.refill.simulation.world.Trace;
import dev.refill.simulation.world.Weather;

/** What lies between a life and the provider, on which requests and answers fare as the weather is. */
final class ModelLine {

    /** As the guard's: then nobody waits any more. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** The terms say that a request arrives within a quarter of an hour or never. */
    private static final Duration LATEST = Duration.ofMinutes(14);
    private static final Duration HOURS = Duration.ofHours(5);

    private final Timeline timeline;
    private final Chance chance;
    private final Weather weather;
    private final Trace trace;
    private final Runnable whenChanged;

    /** @param whenChanged is told of everything that arrives */
    ModelLine(Timeline timeline, Chance chance, Weather weather, Trace trace, Runnable whenChanged) {
        this.timeline = timeline;
        this.chance = chance;
        this.weather = weather;
        this.trace = trace;
        this.whenChanged = whenChanged;
    }

    /** A request that changes something there, under a key. */
    <T> void send(String what, OperationKey key, Weather.Request fate, Life here, MonoSink<T> sink, ModelKeys<T> keys,
            Supplier<T> process, Function<Unresolved, T> outcome) {
        trace.note(here, what, () -> key + " " + fate);
        Runnable unheard = () -> keys.once(key, process);
        switch (fate) {
            case ANSWERED -> arrive(weather.travel(), () -> answer(here, sink, keys.once(key, process)));
            case NOT_CONNECTED -> {
                if (weather.isTardy() && chance.happens(0.3)) {
                    arrive(chance.spread(PATIENCE, LATEST), unheard);
                }
                answer(here, sink, outcome.apply(new NotSent(NotSent.Reason.CONNECTION_REFUSED, null)));
            }
            case RATE_LIMITED -> answer(here, sink,
                    outcome.apply(new NotSent(NotSent.Reason.RATE_LIMITED, Duration.ofSeconds(2))));
            case NOT_TRIED -> answer(here, sink, outcome.apply(new NotSent(chance.pick(List.of(
                    NotSent.Reason.BULKHEAD_FULL, NotSent.Reason.BREAKER_OPEN, NotSent.Reason.REFUSED)), null)));
            case LOST -> giveUp(here, sink, outcome.apply(new Unknown("no answer")));
            case ANSWER_LOST -> {
                arrive(weather.travel(), unheard);
                giveUp(here, sink, outcome.apply(new Unknown("no answer")));
            }
            case LATE -> {
                arrive(chance.spread(PATIENCE, weather.isTardy() ? HOURS : LATEST), unheard);
                giveUp(here, sink, outcome.apply(new Unknown("no answer")));
            }
            case FAILS_AFTER -> arrive(weather.travel(), () -> answer(here, sink, keys.failing(key, true, process)));
            case FAILS_BEFORE -> arrive(weather.travel(), () -> answer(here, sink, keys.failing(key, false, process)));
        }
    }

    /** A question, which changes nothing. */
    <T> void ask(String what, Life here, MonoSink<T> sink, Supplier<T> truth, Function<Unresolved, T> outcome) {
        Weather.Request fate = weather.onQuestion();
        trace.note(here, what, () -> fate);
        switch (fate) {
            case ANSWERED, LATE, FAILS_AFTER, FAILS_BEFORE ->
                arrive(weather.travel(), () -> answer(here, sink, truth.get()));
            case NOT_CONNECTED ->
                answer(here, sink, outcome.apply(new NotSent(NotSent.Reason.CONNECTION_REFUSED, null)));
            case RATE_LIMITED -> answer(here, sink, outcome.apply(new NotSent(NotSent.Reason.RATE_LIMITED, null)));
            case NOT_TRIED -> answer(here, sink, outcome.apply(new NotSent(NotSent.Reason.BREAKER_OPEN, null)));
            case LOST, ANSWER_LOST -> giveUp(here, sink, outcome.apply(new Unknown("no answer")));
        }
    }

    /** Something happens there by itself. */
    void later(Duration least, Duration most, Runnable what) {
        arrive(chance.spread(least, most), what);
    }

    /** Something happens there after a time. */
    void after(Duration time, Runnable what) {
        arrive(Timeline.micros(time), what);
    }

    private void arrive(long travel, Runnable there) {
        timeline.after(travel, timeline.world(), () -> {
            there.run();
            whenChanged.run();
        });
    }

    private <T> void answer(Life here, MonoSink<T> sink, T answer) {
        timeline.after(weather.travel(), here, () -> {
            trace.note(here, "answer", () -> answer);
            sink.success(answer);
        });
    }

    private <T> void giveUp(Life here, MonoSink<T> sink, T answer) {
        timeline.after(Timeline.micros(PATIENCE), here, () -> sink.success(answer));
    }
}
