package dev.refill.webhooks.lifecycle;

import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;

import dev.refill.groupcommit.GroupCommit;
import dev.refill.webhooks.WebhooksProperties;
import dev.refill.webhooks.ingress.Intake;
import dev.refill.webhooks.store.InboxStore;
import dev.refill.webhooks.store.Kept;
import dev.refill.webhooks.store.ReceivedEvent;

/** Keeps received events by group commit and rings for the processor. Stops after the web server, when nobody waits any more. */
public final class InboxWriter implements Intake, SmartLifecycle {

    /** Below the web server's phases, so that it stops after the last request was answered. */
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 4096;

    private final GroupCommit<ReceivedEvent, Kept> commits;
    private final Bell bell;
    private volatile boolean running;

    public InboxWriter(InboxStore store, Bell bell, WebhooksProperties properties) {
        this.commits = new GroupCommit<>(store::keep, new GroupCommit.Limits(properties.writeBatch(),
                properties.writeQueue(), properties.writeTimeout()));
        this.bell = bell;
    }

    @Override
    public Mono<Kept> keep(ReceivedEvent event) {
        return commits.submit(event).doOnNext(this::announce);
    }

    private void announce(Kept kept) {
        if (kept == Kept.NEW) {
            bell.ring();
        }
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        commits.dispose();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
