package dev.refill.close;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;

import io.r2dbc.spi.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** A round of sealing: one step of the day that is being closed; if there is none, the next day, if that is to be closed by itself. */
final class SealDays {

    private static final Logger log = LoggerFactory.getLogger(SealDays.class);
    private static final String BY_ITSELF = "refill";
    private static final String STEP = "SELECT outcome, sealed_day FROM balance.seal_on(:width)";

    private final DatabaseClient database;
    private final ClosedBooks books;
    private final CloseProperties properties;
    private final Clock clock;

    SealDays(ConnectionFactory connections, ClosedBooks books, CloseProperties properties, Clock clock) {
        this.database = DatabaseClient.create(connections);
        this.books = books;
        this.properties = properties;
        this.clock = clock;
    }

    /** @param day the one that was sealed, if the outcome says so */
    private record Step(String outcome, @Nullable LocalDate day) {}

    /** Emits whether there is more to do at once, as a count. */
    Mono<Long> round() {
        return database.sql(STEP)
                .bind("width", (long) properties.sealBatch())
                .map(row -> new Step(Objects.requireNonNull(row.get("outcome", String.class), "outcome"),
                        row.get("sealed_day", LocalDate.class)))
                .one()
                .flatMap(this::goOn);
    }

    private Mono<Long> goOn(Step step) {
        return switch (step.outcome()) {
            case "going" -> Mono.just(1L);
            case "sealed" -> books.day(Objects.requireNonNull(step.day(), "sealed_day"))
                    .doOnNext(SealDays::tell)
                    .thenReturn(1L);
            case "waiting" -> Mono.just(0L);
            case "idle" -> closeByItself();
            default -> Mono.error(new IllegalStateException("balance.seal_on: " + step.outcome()));
        };
    }

    /** In the log, the seal is somewhere else than the books. */
    private static void tell(ClosedDay day) {
        log.info("{} is sealed: {} entries, seal {}", day.day(), day.entries(),
                day.seal() == null ? "-" : day.seal().hash());
    }

    private Mono<Long> closeByItself() {
        Duration after = properties.automaticallyAfter();
        if (after == null) {
            return Mono.just(0L);
        }
        Instant due = clock.instant().minus(after);
        LocalDate latest = LocalDate.ofInstant(due, properties.timeZone()).minusDays(1);
        return books.days(null, 1).next()
                .map(day -> day.day().plusDays(1))
                .defaultIfEmpty(latest)
                .filter(next -> !next.isAfter(latest))
                .flatMap(next -> books.close(next, BY_ITSELF, "over for " + after))
                .map(SealDays::isBegun)
                .defaultIfEmpty(0L);
    }

    private static long isBegun(CloseOutcome outcome) {
        return switch (outcome) {
            case CloseOutcome.Begun begun -> 1;
            case CloseOutcome.AlreadyBegun before -> 0;
            case CloseOutcome.NotOver notOver -> 0;
            case CloseOutcome.NothingBooked nothing -> 0;
            case CloseOutcome.NotNext notNext -> 0;
        };
    }
}
