package dev.refill.usage.threshold;

import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.usage.UsageNotices.Reached;

/** The outbox of what allowances have reached. All publishers are cold. */
public interface Thresholds {

    /** What nobody was told of yet, what was reached first first; without numbers of their owners. */
    Flux<Reached> untold(int limit);

    /** Takes them out, whoever else does so as well. Completes empty. */
    Mono<Void> told(List<Reached> reached);
}
