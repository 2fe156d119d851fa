package dev.refill.localstack;

import java.util.List;
import java.util.Locale;

import dev.refill.local.issuer.IssuerUser;
import dev.refill.local.issuer.LocalIdentities;
import dev.refill.subscriber.Language;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Terms;

/** The issuer's subscribers as the network knows them, on the example of a tariff plan. */
final class TestSubscribers {

    private TestSubscribers() {}

    static List<Subscriber> all() {
        return LocalIdentities.subscribers().stream().map(TestSubscribers::subscriber).toList();
    }

    private static Subscriber subscriber(IssuerUser user) {
        return new Subscriber(new SubscriberId(user.subject()), new Msisdn(user.login()),
                Subscriber.Status.valueOf(user.remark().toUpperCase(Locale.ROOT)),
                new Terms("classic", Language.ENGLISH, null, null, 0));
    }
}
