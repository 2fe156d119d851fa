package dev.refill.ledger;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

import dev.refill.groupcommit.Columns;
import dev.refill.groupcommit.GroupCommit;
import dev.refill.groupcommit.Writers;

/**
 * Writes entries in the order given: one round trip and one autocommit statement for all of them. A lone entry takes
 * {@code balance.post}, which has less around it than {@code balance.post_all}.
 */
final class PostEntries {

    private static final String POST = """
                                       SELECT outcome, short_account
                                       FROM balance.post(:id, :kind, :reference, :occurredAt, :accounts, :units, :amounts)
                                       """;

    private static final String POST_ALL = """
                                           SELECT outcomes, short_accounts
                                           FROM balance.post_all(:ids, :kinds, :references, :occurredAt, :counts,
                                                                 :accounts, :units, :amounts)
                                           """;

    private final DatabaseClient database;

    PostEntries(DatabaseClient database) {
        this.database = database;
    }

    /** Writers of entries; those whose first holding is the same share one. */
    static Writers<Entry, PostOutcome> writers(int count, ConnectionFactory connections, GroupCommit.Limits limits) {
        return new Writers<>(count, PostEntries::shared, new PostEntries(DatabaseClient.create(connections))::post,
                limits);
    }

    static String shared(Entry entry) {
        return entry.postings().stream()
                .map(Posting::account)
                .filter(AccountId::isHolding)
                .map(AccountId::value)
                .findFirst()
                .orElse(entry.id().value());
    }

    /** Cold. Emits one outcome an entry, in their order. */
    Mono<List<PostOutcome>> post(List<Entry> entries) {
        return entries.size() == 1 ? one(entries.getFirst()) : all(entries);
    }

    private Mono<List<PostOutcome>> one(Entry entry) {
        return withPostings(POST, entry.postings())
                .bind("id", entry.id().value())
                .bind("kind", entry.kind())
                .bind("reference", entry.reference())
                .bind("occurredAt", entry.occurredAt())
                .map(row -> List.of(outcome(entry.id(), Column.text(row, "outcome"),
                        row.get("short_account", String.class))))
                .one();
    }

    private Mono<List<PostOutcome>> all(List<Entry> entries) {
        var of = new Columns<>(entries);
        return withPostings(POST_ALL, entries.stream().flatMap(entry -> entry.postings().stream()).toList())
                .bind("ids", of.texts(Entry::id))
                .bind("kinds", of.texts(Entry::kind))
                .bind("references", of.texts(Entry::reference))
                .bind("occurredAt", of.times(Entry::occurredAt))
                .bind("counts", of.ints(entry -> entry.postings().size()))
                .map(row -> outcomes(entries, row))
                .one();
    }

    private DatabaseClient.GenericExecuteSpec withPostings(String sql, List<Posting> postings) {
        var of = new Columns<>(postings);
        return database.sql(sql)
                .bind("accounts", of.texts(Posting::account))
                .bind("units", of.texts(posting -> posting.amount().unit()))
                .bind("amounts", of.longs(posting -> posting.amount().value()));
    }

    private static List<PostOutcome> outcomes(List<Entry> entries, Readable row) {
        String[] words = Column.required(row, "outcomes", String[].class);
        @Nullable
        String[] shortAccounts = Column.required(row, "short_accounts", String[].class);
        return IntStream.range(0, entries.size())
                .mapToObj(i -> outcome(entries.get(i).id(), words[i], shortAccounts[i]))
                .toList();
    }

    private static PostOutcome outcome(EntryId id, String word, @Nullable String shortAccount) {
        return switch (word) {
            case "created" -> new PostOutcome.Created(id);
            case "already_exists" -> new PostOutcome.AlreadyExists(id);
            case "exists_with_other_content" -> new PostOutcome.ExistsWithOtherContent(id);
            case "insufficient_balance" ->
                new PostOutcome.InsufficientBalance(id, new AccountId(Objects.requireNonNull(shortAccount)));
            default -> throw new IllegalStateException("outcome: " + word + " (expected: a word of balance.post)");
        };
    }
}
