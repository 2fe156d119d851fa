package dev.refill.finance.reconcile.breaks;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Books of corrections in memory; each once by its id. Can be told to lose its answer after posting, or to refuse. */
final class MemoryCorrections implements Corrections {

    final Map<String, Correction> posted = new ConcurrentHashMap<>();
    volatile boolean losesAnswers;
    volatile @Nullable String refuses;

    @Override
    public Mono<CorrectionOutcome> post(Correction correction) {
        return Mono.defer(() -> {
            String reason = refuses;
            if (reason != null) {
                return Mono.just(new CorrectionOutcome.Refused(reason));
            }
            posted.putIfAbsent(correction.id(), correction);
            return losesAnswers
                    ? Mono.error(new IllegalStateException("no answer"))
                    : Mono.just(new CorrectionOutcome.Posted("ent_" + correction.id()));
        });
    }
}
