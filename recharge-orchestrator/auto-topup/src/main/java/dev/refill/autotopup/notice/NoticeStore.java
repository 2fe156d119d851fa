package dev.refill.autotopup.notice;

import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.webhooks.OutboundEvent;

/** The outbox of notices. All publishers are cold. */
public interface NoticeStore {

    /** What nobody was told of yet, what was written first first. */
    Flux<OutboundEvent> untold(int limit);

    /** Takes them out, whoever else does so as well. Completes empty. */
    Mono<Void> told(List<OutboundEvent> events);
}
