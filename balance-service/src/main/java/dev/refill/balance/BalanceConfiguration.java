package dev.refill.balance;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import dev.refill.bucket.BucketConfiguration;
import dev.refill.charging.ChargingConfiguration;
import dev.refill.ledger.LedgerConfiguration;
import dev.refill.subscriber.SubscriberConfiguration;
import dev.refill.tariff.TariffConfiguration;

/**
 * Offers {@link dev.refill.ledger.Ledger}, {@link dev.refill.ledger.LedgerInvariants},
 * {@link dev.refill.subscriber.Subscribers}, {@link dev.refill.tariff.Tariffs}, {@link dev.refill.bucket.Buckets} and
 * {@link dev.refill.charging.Charging} with their APIs. Needs a
 * {@code ConnectionFactory} to a database with the schema {@code balance}, a {@code MeterRegistry} and a {@code Clock}.
 */
@Configuration(proxyBeanMethods = false)
@Import({LedgerConfiguration.class, SubscriberConfiguration.class, TariffConfiguration.class, BucketConfiguration.class,
        ChargingConfiguration.class})
public class BalanceConfiguration {}
