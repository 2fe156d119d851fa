package dev.refill.idempotency.r2dbc;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

import dev.refill.groupcommit.Columns;
import dev.refill.idempotency.Answer.Header;

import static java.util.Objects.requireNonNull;

/** Stores the answers of a batch in one statement. */
final class CompleteClaims {

    private final DatabaseClient database;

    CompleteClaims(DatabaseClient database) {
        this.database = database;
    }

    /** Whether each answer was stored, in the order of the answers. */
    Mono<List<Boolean>> complete(List<GivenAnswer> given) {
        return given.size() == 1 ? completeOne(given.getFirst()).map(List::of) : completeAll(given);
    }

    /** Whether the answer was stored. */
    Mono<Boolean> completeOne(GivenAnswer given) {
        var of = new Columns<>(given.answer().headers());
        return Bindings.claim(database.sql(ClaimSql.COMPLETE), given.claim())
                .bind("status", given.answer().status())
                .bind("headerNames", of.texts(Header::name))
                .bind("headerValues", of.texts(Header::value))
                .bind("body", given.body())
                .fetch()
                .rowsUpdated()
                .map(rows -> rows == 1);
    }

    private Mono<List<Boolean>> completeAll(List<GivenAnswer> given) {
        var of = new Columns<>(given);
        Integer[] lengths = of.ints(one -> one.body().length);
        return database.sql(ClaimSql.COMPLETE_ALL)
                .bind("clients", of.texts(one -> one.claim().key().client()))
                .bind("endpoints", of.texts(one -> one.claim().key().endpoint()))
                .bind("keys", of.texts(one -> one.claim().key().key()))
                .bind("claimIds", of.texts(one -> one.claim().id().value()))
                .bind("attempts", of.ints(one -> one.claim().attempt()))
                .bind("statuses", of.ints(one -> one.answer().status()))
                .bind("headerNames", of.texts(GivenAnswer::headerNames))
                .bind("headerValues", of.texts(GivenAnswer::headerValues))
                .bind("starts", starts(lengths))
                .bind("lengths", lengths)
                .bind("bodies", joined(given, lengths))
                .map(row -> requireNonNull(row.get("item", Integer.class)))
                .all()
                .collect(Collectors.toSet())
                .map(stored -> IntStream.rangeClosed(1, given.size()).mapToObj(stored::contains).toList());
    }

    private static Integer[] starts(Integer[] lengths) {
        var starts = new Integer[lengths.length];
        int start = 0;
        for (int i = 0; i < lengths.length; i++) {
            starts[i] = start;
            start += lengths[i];
        }
        return starts;
    }

    /** The driver has no array of bytea: the bodies travel as one value and are cut apart in the statement. */
    private static byte[] joined(List<GivenAnswer> given, Integer[] lengths) {
        var bodies = new byte[Arrays.stream(lengths).mapToInt(Integer::intValue).sum()];
        int start = 0;
        for (GivenAnswer one : given) {
            System.arraycopy(one.body(), 0, bodies, start, one.body().length);
            start += one.body().length;
        }
        return bodies;
    }
}
