package dev.refill.balance;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import dev.refill.bucket.BucketConfiguration;
import dev.refill.charging.ChargingConfiguration;
import dev.refill.ledger.LedgerConfiguration;
import dev.refill.revenue.RevenueConfiguration;
import dev.refill.subscriber.SubscriberConfiguration;
import dev.refill.tariff.TariffConfiguration;
import dev.refill.transfer.TransferConfiguration;

/**
 * Offers {@link dev.refill.ledger.Ledger}, {@link dev.refill.ledger.LedgerInvariants},
 * {@link dev.refill.subscriber.Subscribers}, {@link dev.refill.tariff.Tariffs}, {@link dev.refill.bucket.Buckets},
 * {@link dev.refill.charging.Charging} and {@link dev.refill.transfer.Transfers} with their APIs, and
 * {@link dev.refill.revenue.Revenue}. Needs a {@code ConnectionFactory} to a database with the schema {@code balance}, a
 * {@code MeterRegistry}, a {@code Clock}, {@link dev.refill.transfer.Callers} and {@link dev.refill.revenue.RevenuePools}.
 */
@Configuration(proxyBeanMethods = false)
@Import({LedgerConfiguration.class, SubscriberConfiguration.class, TariffConfiguration.class, BucketConfiguration.class,
        ChargingConfiguration.class, TransferConfiguration.class, RevenueConfiguration.class})
public class BalanceConfiguration {}
