package dev.refill.recharge.order;

import java.time.Clock;

import reactor.core.publisher.Mono;

import dev.refill.bucket.Buckets;
import dev.refill.bucket.TopUp;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.Entry;
import dev.refill.ledger.Ledger;
import dev.refill.ledger.Posting;
import dev.refill.offer.Offer;
import dev.refill.offer.OfferCatalog;
import dev.refill.recharge.Recharge;

/** How long the credit of an order lasts, and so in which bucket of the subscriber it is. */
@FunctionalInterface
public interface CreditTerms {

    /** Sees to it that the bucket is there, and its end where the order puts it. Safe to repeat; never empty. */
    Mono<AccountId> bucketFor(Order order);

    /** Of offers whose credit lasts for ever. */
    static CreditTerms forEver() {
        return order -> Mono.just(mainBucket(order));
    }

    /** As the offer says when credit is given; that of an offer which is not on sale any more lasts for ever. */
    static CreditTerms of(OfferCatalog offers, Buckets buckets, Clock clock) {
        return order -> Mono.justOrEmpty(offers.find(order.recharge().quote().offer()).flatMap(Offer::lasting))
                .flatMap(lasting -> {
                    Recharge recharge = order.recharge();
                    return buckets.makeRoom(new TopUp(recharge.id().value(), recharge.subscriber().value(),
                            recharge.quote().credit().unit(), lasting, Instants.now(clock)));
                })
                .defaultIfEmpty(mainBucket(order));
    }

    /** Into which bucket its credit went; the main one if it has settled a debt only, or never came. */
    static Mono<AccountId> creditedBucket(Ledger ledger, Order order) {
        return ledger.entry(CreditRecharge.entryId(order))
                .flatMapIterable(Entry::postings)
                .map(Posting::account)
                .filter(AccountId::isBucket)
                .next()
                .defaultIfEmpty(mainBucket(order));
    }

    private static AccountId mainBucket(Order order) {
        return AccountId.bucketOf(order.recharge().subscriber().value());
    }
}
