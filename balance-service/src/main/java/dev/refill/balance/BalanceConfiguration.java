package dev.refill.balance;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import dev.refill.bucket.BucketConfiguration;
import dev.refill.charging.ChargingConfiguration;
import dev.refill.close.CloseConfiguration;
import dev.refill.ledger.LedgerConfiguration;
import dev.refill.lowbalance.LowBalanceConfiguration;
import dev.refill.revenue.RevenueConfiguration;
import dev.refill.subscriber.SubscriberConfiguration;
import dev.refill.tariff.TariffConfiguration;
import dev.refill.tmf654.Tmf654Configuration;
import dev.refill.transfer.TransferConfiguration;
import dev.refill.usage.UsageConfiguration;

/**
 * Offers {@link dev.refill.ledger.Ledger}, {@link dev.refill.ledger.LedgerInvariants},
 * {@link dev.refill.subscriber.Subscribers}, {@link dev.refill.tariff.Tariffs}, {@link dev.refill.bucket.Buckets},
 * {@link dev.refill.charging.Charging}, {@link dev.refill.transfer.Transfers}, {@link dev.refill.usage.Usages},
 * {@link dev.refill.lowbalance.LowBalance}, {@link dev.refill.revenue.Revenue} and {@link dev.refill.close.ClosedBooks},
 * some of them with their APIs. Needs a {@code ConnectionFactory} to a database with the
 * schema {@code balance}, a {@code MeterRegistry}, a {@code Clock}, {@link dev.refill.transfer.Callers} and
 * {@link dev.refill.revenue.RevenuePools}.
 */
@Configuration(proxyBeanMethods = false)
@Import({LedgerConfiguration.class, SubscriberConfiguration.class, TariffConfiguration.class, BucketConfiguration.class,
        ChargingConfiguration.class, TransferConfiguration.class, UsageConfiguration.class, RevenueConfiguration.class,
        LowBalanceConfiguration.class, CloseConfiguration.class, Tmf654Configuration.class})
public class BalanceConfiguration {}
