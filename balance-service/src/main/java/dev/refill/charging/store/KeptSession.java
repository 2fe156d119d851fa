package dev.refill.charging.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import dev.refill.bucket.BucketTerms;
import dev.refill.bucket.HeldBucket;
import dev.refill.charging.ChargingId;
import dev.refill.charging.SessionState;
import dev.refill.charging.Target;
import dev.refill.charging.session.Part;
import dev.refill.charging.session.Session;
import dev.refill.ledger.AccountId;
import dev.refill.ledger.LedgerUnit;
import dev.refill.subscriber.SubscriberId;
import dev.refill.tariff.PlanId;
import dev.refill.tariff.Usage;
import dev.refill.tariff.Validity;
import dev.refill.tariff.plan.Service;

/** A session as its row keeps it, in plain words; what the row has columns for is not in it. */
record KeptSession(String plan, int planVersion, Instant startedAt, SessionState state, long lastSequence,
        List<KeptPart> parts) {

    record KeptPart(Service service, String key, long used, List<Usage.Mark> marks, long granted, boolean lastUnits,
            List<KeptBucket> spent, List<KeptBucket> reserved, long owed) {

        static KeptPart of(Part part) {
            return new KeptPart(part.target().service(), part.target().key(), part.used(), part.marks(), part.granted(),
                    part.lastUnits(), part.spent().stream().map(KeptBucket::of).toList(),
                    part.reserved().stream().map(KeptBucket::of).toList(), part.owed());
        }

        Part part() {
            return new Part(Target.of(service, key), used, marks, granted, lastUnits,
                    spent.stream().map(KeptBucket::bucket).toList(),
                    reserved.stream().map(KeptBucket::bucket).toList(), owed);
        }
    }

    record KeptBucket(String account, String unit, @Nullable String allowance, Instant from, @Nullable Instant until,
            int priority, long amount) {

        static KeptBucket of(HeldBucket bucket) {
            BucketTerms terms = bucket.terms();
            return new KeptBucket(terms.account().value(), terms.unit().code(), terms.allowance().orElse(null),
                    terms.validity().from(), terms.validity().until(), terms.priority(), bucket.left());
        }

        HeldBucket bucket() {
            return new HeldBucket(new BucketTerms(new AccountId(account), new LedgerUnit(unit),
                    Optional.ofNullable(allowance), new Validity(from, until), priority), amount);
        }
    }

    static KeptSession of(Session session) {
        return new KeptSession(session.plan().value(), session.planVersion(), session.startedAt(), session.state(),
                session.lastSequence(), session.parts().stream().map(KeptPart::of).toList());
    }

    Session session(ChargingId id, String client, SubscriberId subscriber, long version, @Nullable Instant expiresAt) {
        return new Session(id, client, subscriber, new PlanId(plan), planVersion, startedAt, version, state,
                lastSequence, parts.stream().map(KeptPart::part).toList(), expiresAt);
    }
}
