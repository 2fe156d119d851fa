package dev.refill.portal;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;
import dev.refill.ledger.LedgerUnit;
import dev.refill.subscriber.SubscriberId;
import dev.refill.tariff.plan.Service;
import dev.refill.usage.RemainingAllowance;
import dev.refill.usage.UsageCount;
import dev.refill.usage.UsageFilter;
import dev.refill.usage.UsageRecord;
import dev.refill.usage.UsageSummary;
import dev.refill.usage.Usages;
import dev.refill.usage.Used;

/** Ada calls and surfs; nobody else uses anything. */
public final class FakeUsages implements Usages {

    private static final LedgerUnit AIRTIME = new LedgerUnit("airtime:USD");
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @Override
    public Flux<UsageRecord> history(SubscriberId subscriber, UsageFilter filter, int limit) {
        return isAda(subscriber)
                ? Flux.just(record(2, Service.VOICE, "+12125550100", 61, 12),
                        record(1, Service.DATA, "10", 1_234_567, 0))
                        .take(limit)
                : Flux.empty();
    }

    @Override
    public Mono<UsageSummary> summary(SubscriberId subscriber) {
        return Mono.just(isAda(subscriber)
                ? new UsageSummary(ZoneOffset.UTC, TODAY,
                        List.of(count(TODAY, Service.DATA, 1_234_567), count(TODAY, Service.VOICE, 3_700),
                                count(TODAY.minusDays(28), Service.VOICE, 5)),
                        List.of(),
                        List.of(new RemainingAllowance(new AccountId("bucket:sub_ada:minutes"), "national-minutes",
                                new Amount(Service.VOICE.unit(), 1_500), 6_000, Instant.parse("2026-04-01T00:00:00Z"))))
                : new UsageSummary(ZoneOffset.UTC, TODAY, List.of(), List.of(), List.of()));
    }

    private static boolean isAda(SubscriberId subscriber) {
        return subscriber.value().equals("sub_ada");
    }

    private static UsageRecord record(long position, Service service, String target, long quantity, long charged) {
        return new UsageRecord(position, "evt_" + position,
                new Used(service, target, NOON, NOON, quantity, new Amount(AIRTIME, charged)));
    }

    private static UsageCount count(LocalDate day, Service service, long quantity) {
        return new UsageCount(day, service, quantity, new Amount(AIRTIME, 0));
    }
}
