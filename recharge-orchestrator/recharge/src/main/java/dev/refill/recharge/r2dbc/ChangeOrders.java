package dev.refill.recharge.r2dbc;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Money;
import dev.refill.groupcommit.Columns;
import dev.refill.groupcommit.GroupCommit;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.order.OrderChange;
import dev.refill.recharge.order.OrderChange.NextPayment;

/** Commits decided changes by calls of {@code recharge.change_all}: whatever waits is one statement. */
final class ChangeOrders {

    /** Answers the places of the changes that were made. */
    static final String CHANGE = """
            SELECT n FROM recharge.change_all(:id, :version, :from, :event, :to, :at, :next, :decline, :refusal, :actor, :cause,
                                              :evidence, :ofPayment, :reference, :page, :captured, :capturedCurrency,
                                              :nextPayment, :nextGateway, :route) AS n
            """;

    private final DatabaseClient database;
    private final GroupCommit<Decided, Boolean> commits;

    ChangeOrders(DatabaseClient database, GroupCommit.Limits limits) {
        this.database = database;
        this.commits = new GroupCommit<>(this::changeAll, limits);
    }

    /** A change and the order as it was read for it. */
    record Decided(Order order, OrderChange change) {

        /** A change that says nothing new of the payment leaves its row alone. */
        boolean isOfPayment() {
            return change.reference() != null || change.captured() != null
                    || !Objects.equals(change.paymentPage(), order.recharge().paymentPage());
        }
    }

    /** Whether the order still was as it was read, and the change therefore was made. */
    Mono<Boolean> change(Order order, OrderChange change) {
        return commits.submit(new Decided(order, change));
    }

    private Mono<List<Boolean>> changeAll(List<Decided> all) {
        return bound(database.sql(CHANGE), all)
                .map(row -> Objects.requireNonNull(row.get("n", Long.class)))
                .all()
                .collect(Collectors.toSet())
                .map(moved -> inOrder(all.size(), moved));
    }

    /** Binds the parameters of {@link #CHANGE}. */
    static DatabaseClient.GenericExecuteSpec bound(DatabaseClient.GenericExecuteSpec statement, List<Decided> all) {
        Columns<Decided> of = new Columns<>(all);
        return statement
                .bind("id", of.texts(decided -> decided.order().id().value()))
                .bind("version", of.longs(decided -> decided.order().recharge().version()))
                .bind("from", of.texts(decided -> decided.order().state().name()))
                .bind("event", of.texts(decided -> decided.change().event().name()))
                .bind("to", of.texts(decided -> decided.change().to().name()))
                .bind("at", of.times(decided -> decided.change().at()))
                .bind("next", of.times(decided -> decided.change().nextAttemptAt()))
                .bind("decline", of.texts(decided -> decided.change().decline()))
                .bind("refusal", of.texts(decided -> decided.change().refusal()))
                .bind("actor", of.texts(decided -> decided.change().cause().actor()))
                .bind("cause", of.texts(decided -> decided.change().cause().source().name()))
                .bind("evidence", of.texts(decided -> decided.change().cause().evidence()))
                .bind("ofPayment", of.flags(Decided::isOfPayment))
                .bind("reference", of.texts(decided -> decided.change().reference()))
                .bind("page", of.texts(decided -> decided.change().paymentPage()))
                .bind("captured", of.longs(decided -> minor(decided.change().captured())))
                .bind("capturedCurrency", of.texts(decided -> currency(decided.change().captured())))
                .bind("nextPayment", of.texts(decided -> next(decided, NextPayment::operationKey)))
                .bind("nextGateway", of.texts(decided -> next(decided, NextPayment::gateway)))
                .bind("route", of.texts(decided -> next(decided, next -> RouteText.of(next.route()))));
    }

    private static @Nullable Object next(Decided decided, Function<NextPayment, @Nullable Object> part) {
        NextPayment next = decided.change().next();
        return next == null ? null : part.apply(next);
    }

    private static List<Boolean> inOrder(int size, Set<Long> moved) {
        return LongStream.rangeClosed(1, size).mapToObj(moved::contains).toList();
    }

    private static @Nullable Long minor(@Nullable Money money) {
        return money == null ? null : money.minor();
    }

    private static @Nullable String currency(@Nullable Money money) {
        return money == null ? null : money.currency().getCurrencyCode();
    }
}
