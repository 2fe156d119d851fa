package dev.refill.subscriber.web;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Terms;
import dev.refill.subscriber.profile.AuditRecord;
import dev.refill.subscriber.profile.FieldChange;
import dev.refill.subscriber.profile.Profile;

/** What the API shows. */
final class SubscriberBodies {

    private SubscriberBodies() {}

    /**
     * A subscriber.
     *
     * @param numbers the main one first
     * @param plan absent: none
     * @param spendingPerDay absent: no limit
     * @param spendingPerMonth absent: no limit
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ProfileBody(String id, int version, List<String> numbers, String status, @Nullable String plan,
            String language, @Nullable Long spendingPerDay, @Nullable Long spendingPerMonth, long overdraft,
            Instant createdAt, Instant changedAt) {

        static ProfileBody of(Profile profile) {
            Terms terms = profile.terms();
            return new ProfileBody(profile.id().value(), profile.version(),
                    profile.numbers().all().stream().map(Msisdn::e164).toList(), Texts.word(profile.status()),
                    terms.plan(), terms.language().tag(), terms.perDay(), terms.perMonth(), terms.overdraft(),
                    profile.createdAt(), profile.changedAt());
        }
    }

    /** With the version as its tag. */
    static ResponseEntity<Object> answer(ResponseEntity.BodyBuilder answer, Profile profile) {
        return answer.eTag("\"" + profile.version() + "\"").body(ProfileBody.of(profile));
    }

    /** A page of what was done, newest first; {@code next} continues it as {@code before}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AuditPage(List<AuditBody> records, @Nullable Integer next) {

        static AuditPage of(List<AuditRecord> records, int limit) {
            return new AuditPage(records.stream().map(AuditBody::of).toList(),
                    records.size() < limit ? null : records.getLast().version());
        }
    }

    record AuditBody(int version, Instant at, String author, String event, String reason, List<ChangeBody> changes) {

        static AuditBody of(AuditRecord record) {
            return new AuditBody(record.version(), record.at(), record.author(), Texts.word(record.event()),
                    record.reason(), record.changes().stream().map(ChangeBody::of).toList());
        }
    }

    /** What is absent was not there. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ChangeBody(String field, @Nullable String before, @Nullable String after) {

        static ChangeBody of(FieldChange change) {
            return new ChangeBody(change.field().word(), change.before(), change.after());
        }
    }
}
