package dev.refill.finance.journal;

import reactor.core.publisher.Flux;

import dev.refill.ledger.Entry;

/** One program's way to write a journal. */
public interface Journal {

    /**
     * A journal of entries, in their order. Cold, and as fast as it is asked for; each subscription writes a journal of its own. A cancel
     * leaves a journal that ends with a whole entry.
     *
     * @return whole entries in text, with what has to be declared before them; of no entries the head alone
     */
    Flux<String> write(Flux<Entry> entries);
}
