package dev.refill.charging.session;

import java.util.Comparator;

import reactor.core.publisher.Mono;

import dev.refill.bucket.Buckets;
import dev.refill.bucket.Purse;
import dev.refill.charging.EnquiryOutcome;
import dev.refill.charging.EventRequest;
import dev.refill.charging.ResultCode;
import dev.refill.charging.User;
import dev.refill.charging.Users;
import dev.refill.subscriber.Msisdn;
import dev.refill.tariff.PlanInForce;
import dev.refill.tariff.Rating;
import dev.refill.tariff.Tariffs;

/** Says what there is, and what a usage would cost. */
public final class Enquire {

    private final Users users;
    private final Tariffs tariffs;
    private final Buckets buckets;

    public Enquire(Users users, Tariffs tariffs, Buckets buckets) {
        this.users = users;
        this.tariffs = tariffs;
        this.buckets = buckets;
    }

    public Mono<EnquiryOutcome> balance(Msisdn number) {
        return users.withNumber(number)
                .flatMap(user -> buckets.purseOf(user.id().value()))
                .<EnquiryOutcome>map(purse -> new EnquiryOutcome.Balance(purse.byId().values().stream()
                        .sorted(Comparator.comparing(bucket -> bucket.terms().id()))
                        .toList()))
                .defaultIfEmpty(new EnquiryOutcome.Denied(ResultCode.USER_UNKNOWN));
    }

    public Mono<EnquiryOutcome> price(EventRequest request) {
        return users.withNumber(request.number())
                .flatMap(user -> price(request, user))
                .defaultIfEmpty(new EnquiryOutcome.Denied(ResultCode.USER_UNKNOWN));
    }

    private Mono<EnquiryOutcome> price(EventRequest request, User user) {
        return Mono.justOrEmpty(user.plan())
                .flatMap(plan -> tariffs.inForce(plan, request.at()))
                .zipWith(buckets.purseOf(user.id().value()), (plan, purse) -> price(request, plan, purse))
                .defaultIfEmpty(new EnquiryOutcome.Denied(ResultCode.RATING_FAILED));
    }

    private static EnquiryOutcome price(EventRequest request, PlanInForce inForce, Purse purse) {
        var plan = inForce.plan();
        return new EnquiryOutcome.Price(plan.id().value(), inForce.version(), plan.unit().code(), Rating.rate(plan,
                request.target().usage(request.at(), request.quantity()), purse.payments(plan)));
    }
}
