package dev.refill.autotopup.notice;

import java.util.List;

import reactor.core.publisher.Mono;

import dev.refill.webhooks.OutboundEvent;
import dev.refill.webhooks.OutboundWebhooks;

/** Hands notices to the webhooks of partners. */
public final class TellNotices {

    private final NoticeStore notices;
    private final OutboundWebhooks webhooks;
    private final int batch;

    /** @param batch how many one round tells, at most */
    public TellNotices(NoticeStore notices, OutboundWebhooks webhooks, int batch) {
        this.notices = notices;
        this.webhooks = webhooks;
        this.batch = batch;
    }

    /** Works through one batch; emits how many it told. Broken off, or done by two nodes at once, it tells again what is heard once. */
    public Mono<Long> round() {
        return Mono.defer(() -> notices.untold(batch).collectList().flatMap(this::tell));
    }

    private Mono<Long> tell(List<OutboundEvent> untold) {
        return untold.isEmpty()
                ? Mono.just(0L)
                : webhooks.publish(untold).then(Mono.defer(() -> notices.told(untold)))
                        .thenReturn((long) untold.size());
    }
}
