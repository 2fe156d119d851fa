package dev.refill.ledger;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import io.r2dbc.spi.Readable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/** Writes an entry by one call of {@code balance.post}: one round trip and one autocommit statement. */
final class PostEntry {

    private static final String POST = """
                                       SELECT outcome, short_account
                                       FROM balance.post(:id, :kind, :reference, :occurredAt, :accounts, :units, :amounts)
                                       """;

    /** A lost race leaves nothing behind; more than a few in a row mean that the database is overloaded. */
    private static final RetryBackoffSpec LOST_RACES = Retry.backoff(5, Duration.ofMillis(5))
            .maxBackoff(Duration.ofMillis(100))
            .filter(LedgerFaults::isLostRace)
            .onRetryExhaustedThrow((spec, signal) -> signal.failure());

    private final DatabaseClient database;

    PostEntry(DatabaseClient database) {
        this.database = database;
    }

    Mono<PostOutcome> post(Entry entry) {
        return Mono.defer(() -> call(entry))
                .retryWhen(LOST_RACES)
                .onErrorMap(LedgerFaults::translate);
    }

    private Mono<PostOutcome> call(Entry entry) {
        List<Posting> postings = entry.postings();
        return database.sql(POST)
                .bind("id", entry.id().value())
                .bind("kind", entry.kind())
                .bind("reference", entry.reference())
                .bind("occurredAt", entry.occurredAt())
                .bind("accounts", texts(postings, posting -> posting.account().value()))
                .bind("units", texts(postings, posting -> posting.amount().unit().code()))
                .bind("amounts", postings.stream().map(posting -> posting.amount().value()).toArray(Long[]::new))
                .map(row -> outcome(entry.id(), row))
                .one();
    }

    private static String[] texts(List<Posting> postings, Function<Posting, String> part) {
        return postings.stream().map(part).toArray(String[]::new);
    }

    private static PostOutcome outcome(EntryId id, Readable row) {
        String word = Column.text(row, "outcome");
        return switch (word) {
            case "created" -> new PostOutcome.Created(id);
            case "already_exists" -> new PostOutcome.AlreadyExists(id);
            case "exists_with_other_content" -> new PostOutcome.ExistsWithOtherContent(id);
            case "insufficient_balance" ->
                new PostOutcome.InsufficientBalance(id, new AccountId(Column.text(row, "short_account")));
            default -> throw new IllegalStateException("outcome: " + word + " (expected: a word of balance.post)");
        };
    }
}
