package dev.refill.finance.reconcile.breaks;

import reactor.core.publisher.Mono;

/** Where corrections are posted. The application implements it over its ledger. */
public interface Corrections {

    /**
     * Posts a correction once: the same id again is answered as before.
     *
     * @return cold; one outcome. An error says nothing of whether it is posted: it is asked again under the same id
     */
    Mono<CorrectionOutcome> post(Correction correction);
}
