package dev.refill.tmf654;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.ledger.Amount;
import dev.refill.ledger.EntryId;
import dev.refill.subscriber.Msisdn;

/** Top-ups that are paid for; a bean the application gives. All publishers are cold; a cancel gives up waiting and undoes nothing. */
public interface TopUpByPayment {

    /**
     * What is to be bought.
     *
     * @param id of the top-up: the same again is the same purchase
     * @param client who asks
     * @param number whose main bucket is filled
     * @param offer what is bought
     * @param price in minor units of a currency
     * @param card the provider's token of a kept card; {@code null}: the customer pays on the provider's page
     */
    record Purchase(String id, String client, Msisdn number, String offer, Amount price, @Nullable String card) {}

    /** How far a purchase came. */
    sealed interface Progress {

        /** @param page where the customer pays; {@code null}: nothing is asked of the customer */
        record UnderWay(String payment, @Nullable URI page) implements Progress {}

        /** The credit is in the books. */
        record Credited(String payment, EntryId entry) implements Progress {}

        /** Nothing was paid, and will not be any more. */
        record Cancelled(String payment) implements Progress {}

        /** @param why a word, such as {@code declined} */
        record Failed(String payment, String why) implements Progress {}

        /** Nothing was begun. */
        record Refused(String why) implements Progress {}
    }

    /** What became of the wish that nobody pays any more. */
    sealed interface Cancelling {

        /** How far the purchase is after the wish. */
        Progress progress();

        /** It is cancelled, or the provider is asked until it is certain. */
        record Wished(Progress progress) implements Cancelling {}

        /** It has come too far, nothing was changed. */
        record TooLate(Progress progress) implements Cancelling {}
    }

    /** Begins, or finds again what was begun under the id. Emits once; an error: it is not known what became of it. */
    Mono<Progress> start(Purchase purchase);

    /**
     * How far it is, without beginning anything.
     *
     * @param id of the top-up
     * @return empty: nothing was begun under it
     */
    Mono<Progress> look(String id);

    /** Wishes it away, which only the provider can confirm. Empty: there is no such payment. */
    Mono<Cancelling> cancel(String payment, String client);
}
