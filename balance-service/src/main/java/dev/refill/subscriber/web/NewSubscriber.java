package dev.refill.subscriber.web;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber.Status;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Terms;
import dev.refill.subscriber.profile.Numbers;
import dev.refill.subscriber.profile.Profile;

/** Reads who is to be provisioned. */
final class NewSubscriber {

    private static final String ID = "sub_ and 1 to 40 lower case letters and digits";

    private NewSubscriber() {}

    /** Active, with the first number as the main one. Empty: the errors of the body say why. */
    static Optional<Profile> read(JsonBody body, Instant now) {
        Set<String> known = new HashSet<>(TermsPatch.FIELDS);
        known.addAll(List.of("id", "numbers"));
        body.only(known);
        Optional<SubscriberId> id = body.required("id", SubscriberId::parse, ID);
        List<Msisdn> numbers = body.list("numbers", Numbers.MOST, Msisdn::ofE164, Texts.NUMBER);
        Terms terms = TermsPatch.apply(body, Terms.DEFAULT);
        return id.filter(read -> body.errors().isEmpty())
                .map(read -> Profile.first(read, Numbers.of(numbers), Status.ACTIVE, terms, now));
    }
}
