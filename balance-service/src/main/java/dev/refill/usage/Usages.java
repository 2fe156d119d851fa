package dev.refill.usage;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.subscriber.SubscriberId;

/** What subscribers have used. All publishers are cold and write nothing. */
public interface Usages {

    /**
     * The records of a subscriber, what began last first.
     *
     * @param limit at most so many
     */
    Flux<UsageRecord> history(SubscriberId subscriber, UsageFilter filter, int limit);

    /** Counters and allowances as they are now. Emits once. */
    Mono<UsageSummary> summary(SubscriberId subscriber);
}
