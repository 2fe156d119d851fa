package dev.refill.recharge.r2dbc;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

import dev.refill.groupcommit.Columns;
import dev.refill.groupcommit.GroupCommit;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.RechargeTransitions;
import dev.refill.recharge.order.Order;
import dev.refill.recharge.routing.Route;
import dev.refill.risk.RiskFacts;
import dev.refill.subscriber.Msisdn;

/** Accepts new orders by calls of {@code recharge.accept_all}: whatever waits is one statement. */
final class AcceptOrders {

    private static final String ACCEPT = """
            SELECT is_new, orders_last_hour, paid_last_day, same_price_last_minute
            FROM recharge.accept_all(:id, :claim, :client, :channel, :subscriber, :msisdn, :offer, :price, :currency, :unit,
                                     :credit, :bonus, :confirmed, :payment, :gateway, :card, :payer, :saves, :route, :at, :next, :state)
            """;

    private final DatabaseClient database;
    private final GroupCommit<New, Accepted> commits;

    AcceptOrders(DatabaseClient database, GroupCommit.Limits limits) {
        this.database = database;
        this.commits = new GroupCommit<>(this::acceptAll, limits);
    }

    /**
     * What became of one order.
     *
     * @param facts what was there of its number before; {@code null}: its claim had made an order before
     */
    record Accepted(@Nullable RiskFacts facts) {}

    /** An order and why its gateway was chosen; {@code null}: there was no choice. */
    private record New(Order order, @Nullable Route route) {}

    Mono<Accepted> accept(Order order, @Nullable Route route) {
        return commits.submit(new New(order, route));
    }

    private Mono<List<Accepted>> acceptAll(List<New> all) {
        List<Order> orders = all.stream().map(New::order).toList();
        Columns<Order> of = new Columns<>(orders);
        return database.sql(ACCEPT)
                .bind("id", of.texts(order -> order.id().value()))
                .bind("claim", of.texts(Order::claimId))
                .bind("client", of.texts(order -> order.recharge().owner().clientId()))
                .bind("channel", of.texts(order -> order.recharge().owner().channel().name()))
                .bind("subscriber", of.texts(order -> order.recharge().subscriber().value()))
                .bind("msisdn", of.texts(order -> order.recharge().msisdn().e164()))
                .bind("offer", of.texts(order -> order.recharge().quote().offer().value()))
                .bind("price", of.longs(order -> order.recharge().quote().price().minor()))
                .bind("currency", of.texts(order -> order.recharge().quote().price().currency().getCurrencyCode()))
                .bind("unit", of.texts(order -> order.recharge().quote().credit().unit().code()))
                .bind("credit", of.longs(order -> order.recharge().quote().credit().value()))
                .bind("bonus", of.longs(order -> order.recharge().quote().bonus().value()))
                .bind("confirmed", of.flags(Order::repeatConfirmed))
                .bind("payment", of.texts(order -> order.payment().operationKey().value()))
                .bind("gateway", of.texts(order -> order.payment().gateway().value()))
                .bind("card", of.texts(order -> card(order.payment().means())))
                .bind("payer", of.texts(order -> e164(order.payment().payer())))
                .bind("saves", of.flags(
                        order -> order.payment().means() instanceof PaymentMeans.HostedPage(boolean saves) && saves))
                .bind("route", new Columns<>(all).texts(one -> RouteText.of(one.route())))
                .bind("at", of.times(order -> order.recharge().createdAt()))
                .bind("next", of.times(Order::nextAttemptAt))
                .bind("state", RechargeTransitions.FIRST.name())
                .map(AcceptOrders::read)
                .all()
                .index((n, row) -> row.accepted(orders.get(Math.toIntExact(n))))
                .collectList();
    }

    private static @Nullable String card(PaymentMeans means) {
        return switch (means) {
            case PaymentMeans.CardOnFile(String token) -> token;
            case PaymentMeans.HostedPage page -> null;
            case PaymentMeans.MobileMoney phone -> null;
        };
    }

    private static @Nullable String e164(@Nullable Msisdn payer) {
        return payer == null ? null : payer.e164();
    }

    private record Row(boolean isNew, long ordersLastHour, BigDecimal paidLastDay, long samePriceLastMinute) {

        Accepted accepted(Order order) {
            return new Accepted(isNew
                    ? new RiskFacts(order.recharge().quote().price().minor(), ordersLastHour,
                            paidLastDay.toBigIntegerExact(), samePriceLastMinute, order.repeatConfirmed())
                    : null);
        }
    }

    private static Row read(Readable row) {
        return new Row(Objects.requireNonNull(row.get("is_new", Boolean.class)),
                Objects.requireNonNull(row.get("orders_last_hour", Long.class)),
                Objects.requireNonNull(row.get("paid_last_day", BigDecimal.class)),
                Objects.requireNonNull(row.get("same_price_last_minute", Long.class)));
    }
}
