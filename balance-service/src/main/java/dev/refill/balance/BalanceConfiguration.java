package dev.refill.balance;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import dev.refill.ledger.LedgerConfiguration;
import dev.refill.subscriber.SubscriberConfiguration;

/**
 * Offers {@link dev.refill.ledger.Ledger}, {@link dev.refill.ledger.LedgerInvariants} and
 * {@link dev.refill.subscriber.Subscribers}. Needs a {@code ConnectionFactory} to a database with the schema
 * {@code balance}, and a {@code MeterRegistry}.
 */
@Configuration(proxyBeanMethods = false)
@Import({LedgerConfiguration.class, SubscriberConfiguration.class})
public class BalanceConfiguration {}
