package dev.refill.tmf654;

import java.time.Clock;

import io.r2dbc.spi.ConnectionFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import dev.refill.bucket.lifecycle.Rounds;
import dev.refill.subscriber.Subscribers;
import dev.refill.tmf654.action.Actions;
import dev.refill.tmf654.action.CarryOn;
import dev.refill.tmf654.action.ChangeAction;
import dev.refill.tmf654.action.KnownBuckets;
import dev.refill.tmf654.action.OpenBucket;
import dev.refill.tmf654.action.PerformAction;
import dev.refill.tmf654.event.TellEvents;
import dev.refill.tmf654.store.R2dbcActions;
import dev.refill.tmf654.store.R2dbcKnownBuckets;
import dev.refill.tmf654.web.Tmf654WebConfiguration;
import dev.refill.transfer.TransferProperties;
import dev.refill.transfer.Transfers;

/**
 * Offers TMF654 over the application's connections, at {@code /tmf-api/prepayBalanceManagement/v4}, which must be open to whom the
 * application names, and to nobody else. Needs {@link Callers}, {@link TopUpByPayment}, {@link Hub} and a {@code Clock}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(Tmf654Properties.class)
@Import(Tmf654WebConfiguration.class)
public class Tmf654Configuration {

    @Bean
    Actions tmf654Actions(ConnectionFactory connections) {
        return new R2dbcActions(connections);
    }

    @Bean
    KnownBuckets tmf654Buckets(ConnectionFactory connections) {
        return new R2dbcKnownBuckets(connections);
    }

    @Bean
    CarryOn tmf654CarryOn(Actions actions, TopUpByPayment payments, Transfers transfers, Clock clock,
            Tmf654Properties properties) {
        return new CarryOn(actions, payments, transfers, clock, properties.every());
    }

    @Bean
    PerformAction performAction(Subscribers subscribers, KnownBuckets buckets, Actions actions, CarryOn carryOn,
            TransferProperties transfers, Tmf654Properties properties, Clock clock) {
        return new PerformAction(subscribers, buckets, actions, carryOn, transfers.ledgerUnit(),
                properties.usualReservation(), clock);
    }

    @Bean
    ChangeAction changeAction(Actions actions, CarryOn carryOn, Clock clock) {
        return new ChangeAction(actions, carryOn, clock);
    }

    @Bean
    OpenBucket openBucket(Subscribers subscribers, KnownBuckets buckets, Clock clock) {
        return new OpenBucket(subscribers, buckets, clock);
    }

    @Bean
    TellEvents tellEvents(Actions actions, Hub hub, Clock clock) {
        return new TellEvents(actions, hub, clock);
    }

    @Bean
    Rounds tmf654Events(TellEvents events, Tmf654Properties properties) {
        return new Rounds("events of TMF654", () -> events.round(properties.batch()), properties.every());
    }

    @Bean
    Rounds tmf654UnderWay(CarryOn carryOn, Tmf654Properties properties) {
        return new Rounds("actions of TMF654 under way", carryOn::round, properties.every());
    }

    @Bean
    Rounds tmf654Reservations(CarryOn carryOn, Tmf654Properties properties) {
        return new Rounds("reservations that ended", () -> carryOn.releaseEnded(properties.batch()),
                properties.every());
    }
}
