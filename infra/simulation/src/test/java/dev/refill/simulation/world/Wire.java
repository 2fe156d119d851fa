package dev.refill.simulation.world;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

import dev.refill.simulation.time.Chance;
import dev.refill.simulation.time.Life;
import dev.refill.simulation.time.Timeline;

/**
 * What lies between a node and a database. Each subscription sends one statement, which is done there in one step, whether
 * the node lives on or not; the answer comes back only to the same life. On the way all may happen that happens to
 * statements: slow, failed, done and unheard.
 */
final class Wire {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Statements that change nothing that an invariant speaks of. */
    private static final Set<String> LOOKS = Set.of("byId", "byClaim", "byOperationKey", "byReference", "riskFacts",
            "take", "claim", "lapse", "refundable", "of", "entry", "balanceOf");

    private final Timeline timeline;
    private final Chance chance;
    private final Weather weather;
    private final Trace trace;
    private final Consumer<Boolean> whenDone;

    /** @param whenDone is told of each statement that was done, and whether it may have changed something */
    Wire(Timeline timeline, Chance chance, Weather weather, Trace trace, Consumer<Boolean> whenDone) {
        this.timeline = timeline;
        this.chance = chance;
        this.weather = weather;
        this.trace = trace;
        this.whenDone = whenDone;
    }

    /** Nobody knows whether the statement was done. */
    private static final class ConnectionLost extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ConnectionLost() {
            super("connection lost", null, false, false);
        }
    }

    /** A port as a life sees what is there. Every method has to answer by a Mono or a Flux. */
    <T> T to(Class<T> port, T there, Life here) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[]{port},
                (proxy, method, arguments) -> method.getDeclaringClass() == Object.class
                        ? method.invoke(there, arguments)
                        : sent(there, here, method, arguments)));
    }

    private Object sent(Object there, Life here, Method method, Object @Nullable [] arguments) {
        Flux<Object> answers = Flux.create(sink -> send(there, here, method, arguments, sink));
        return method.getReturnType() == Flux.class ? answers : answers.next();
    }

    private void send(Object there, Life here, Method method, Object @Nullable [] arguments, FluxSink<Object> sink) {
        switch (weather.onStatement()) {
            case DONE -> timeline.after(weather.travel(), timeline.world(),
                    () -> answer(perform(there, here, method, arguments), here, sink));
            case DONE_UNHEARD -> {
                timeline.after(weather.travel(), timeline.world(), () -> perform(there, here, method, arguments));
                lose(here, method, sink);
            }
            case FAILED -> lose(here, method, sink);
        }
    }

    private void lose(Life here, Method method, FluxSink<Object> sink) {
        long until = chance.spread(Duration.ofMillis(1), PATIENCE);
        timeline.after(until, here, () -> {
            trace.note(here, method.getName(), () -> "lost");
            sink.error(new ConnectionLost());
        });
    }

    /** What came of a statement: values, or an error after them. */
    private record Answer(List<Object> values, List<Throwable> error) {}

    private Answer perform(Object there, Life here, Method method, Object @Nullable [] arguments) {
        Answer answer = new Answer(new ArrayList<>(), new ArrayList<>());
        Flux.from(invoked(there, method, arguments)).subscribe(answer.values()::add, answer.error()::add);
        trace.note(here, method.getName(), () -> Words.of(arguments) + " -> "
                + (answer.error().isEmpty() ? Words.of(answer.values().toArray()) : answer.error().getFirst()));
        whenDone.accept(!LOOKS.contains(method.getName()));
        return answer;
    }

    private static Publisher<?> invoked(Object there, Method method, Object @Nullable [] arguments) {
        try {
            return (Publisher<?>) method.invoke(there, arguments);
        } catch (InvocationTargetException thrown) {
            return Flux.error(thrown.getTargetException());
        } catch (IllegalAccessException impossible) {
            throw new LinkageError("a port is not public", impossible);
        }
    }

    private void answer(Answer answer, Life here, FluxSink<Object> sink) {
        timeline.after(weather.travel(), here, () -> {
            answer.values().forEach(sink::next);
            if (answer.error().isEmpty()) {
                sink.complete();
            } else {
                sink.error(answer.error().getFirst());
            }
        });
    }
}
