package dev.refill.localstack;

import java.util.List;
import java.util.Locale;

import dev.refill.local.issuer.IssuerUser;
import dev.refill.local.issuer.LocalIdentities;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberId;

/** The issuer's users as the network knows them. */
final class TestSubscribers {

    private TestSubscribers() {}

    static List<Subscriber> all() {
        return LocalIdentities.users().stream().map(TestSubscribers::subscriber).toList();
    }

    private static Subscriber subscriber(IssuerUser user) {
        return new Subscriber(new SubscriberId(user.subscriberId()), new Msisdn(user.msisdn()),
                Subscriber.Status.valueOf(user.remark().toUpperCase(Locale.ROOT)));
    }
}
