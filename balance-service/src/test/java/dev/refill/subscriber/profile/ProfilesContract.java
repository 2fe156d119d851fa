package dev.refill.subscriber.profile;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber.Status;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Terms;
import dev.refill.subscriber.profile.ChangeOutcome.Done;
import dev.refill.subscriber.profile.ChangeOutcome.Refusal;
import dev.refill.subscriber.profile.ChangeOutcome.Refused;
import dev.refill.subscriber.profile.FieldChange.Field;

import static dev.refill.subscriber.profile.TestProfiles.AGREED;
import static dev.refill.subscriber.profile.TestProfiles.ALICE;
import static dev.refill.subscriber.profile.TestProfiles.BOB;
import static dev.refill.subscriber.profile.TestProfiles.NOW;
import static dev.refill.subscriber.profile.TestProfiles.first;
import static dev.refill.subscriber.profile.TestProfiles.manyNumbers;
import static dev.refill.subscriber.profile.TestProfiles.number;
import static dev.refill.subscriber.profile.TestProfiles.numbers;
import static org.assertj.core.api.Assertions.assertThat;

/** What every store of profiles does, and the operations over it. Each test has a store of its own, empty at its beginning. */
public interface ProfilesContract {

    Clock LATER = Clock.fixed(NOW.plusSeconds(60), ZoneOffset.UTC);

    /** The store of the running test. */
    Profiles profiles();

    private Mono<ProvisionOutcome> provisioning(Profile first) {
        return new ProvisionProfile(profiles()).provision(first, "anna", "new");
    }

    default ProvisionOutcome provision(Profile first) {
        return provisioning(first).blockOptional().orElseThrow();
    }

    private Mono<ChangeOutcome> changing(Profile before, Change change) {
        return new ChangeProfile(profiles(), LATER).change(before, change, "bert", "as agreed");
    }

    default ChangeOutcome change(Profile before, Change change) {
        return changing(before, change).blockOptional().orElseThrow();
    }

    default ChangeOutcome change(SubscriberId id, Change change) {
        return change(now(id), change);
    }

    default Profile now(SubscriberId id) {
        return profiles().withId(id).blockOptional().orElseThrow();
    }

    private List<AuditRecord> audit(SubscriberId id) {
        return profiles().audit(id, null, 200).collectList().blockOptional().orElseThrow();
    }

    /** All answers of what was asked for at once. */
    private static <T> List<T> atOnce(Stream<Mono<T>> asked) {
        return Flux.fromStream(asked).flatMap(one -> one.subscribeOn(Schedulers.parallel()), 32).collectList()
                .blockOptional().orElseThrow();
    }

    @Test
    default void nobodyIsKnownAtTheBeginning() {
        assertThat(profiles().withId(ALICE).blockOptional()).isEmpty();
        assertThat(profiles().withNumber(number(1)).blockOptional()).isEmpty();
        assertThat(audit(ALICE)).isEmpty();
    }

    @Test
    default void nothingIsWrittenWhileNobodySubscribes() {
        var ignored = provisioning(first(ALICE, 1));

        assertThat(ignored).isNotNull();
        assertThat(profiles().withId(ALICE).blockOptional()).isEmpty();
    }

    @Test
    default void whoIsProvisionedIsFoundByIdAndByEachNumber() {
        Profile alice = Profile.first(ALICE, numbers(3, 1, 2), Status.FROZEN, AGREED, NOW);

        assertThat(provision(alice)).isEqualTo(new ProvisionOutcome.Created(alice));
        assertThat(now(ALICE)).isEqualTo(alice);
        for (int last = 1; last <= 3; last++) {
            assertThat(profiles().withNumber(number(last)).block()).isEqualTo(alice);
        }
        assertThat(audit(ALICE)).containsExactly(new AuditRecord(1, NOW, "anna", ProfileEvent.PROVISIONED, "new",
                List.of(
                        new FieldChange(Field.NUMBERS, null, "+12025550003 +12025550001 +12025550002"),
                        new FieldChange(Field.STATUS, null, "frozen"),
                        new FieldChange(Field.PLAN, null, "classic"),
                        new FieldChange(Field.LANGUAGE, null, "pt-BR"),
                        new FieldChange(Field.SPENDING_PER_DAY, null, "500"),
                        new FieldChange(Field.SPENDING_PER_MONTH, null, "10000"),
                        new FieldChange(Field.OVERDRAFT, null, "200"))));
    }

    @Test
    default void provisionAgainIsKnownWhateverHasChangedSince() {
        provision(first(ALICE, 1));
        change(ALICE, new Change.Configure(AGREED));

        assertThat(provision(first(ALICE, 1))).isEqualTo(new ProvisionOutcome.Known(now(ALICE)));
        assertThat(now(ALICE).terms()).isEqualTo(AGREED);
        assertThat(audit(ALICE)).hasSize(2);
    }

    @Test
    default void provisionWithAnotherContentIsRefused() {
        provision(first(ALICE, 1));

        assertThat(provision(first(ALICE, 2))).isEqualTo(new ProvisionOutcome.IdTaken());
        assertThat(provision(first(ALICE, 1, 2))).isEqualTo(new ProvisionOutcome.IdTaken());
        assertThat(now(ALICE)).isEqualTo(first(ALICE, 1));
    }

    @Test
    default void numberOfAnotherIsRefusedAndNothingIsWritten() {
        provision(first(ALICE, 5));
        Profile bob = first(BOB, 4);

        assertThat(provision(first(BOB, 4, 5))).isEqualTo(new ProvisionOutcome.NumberTaken(number(5)));
        assertThat(profiles().withId(BOB).blockOptional()).isEmpty();
        assertThat(audit(BOB)).isEmpty();
        provision(bob);
        assertThat(change(bob, new Change.PutNumber(number(5), true)))
                .isEqualTo(new ChangeOutcome.NumberTaken(number(5)));
        assertThat(now(BOB)).isEqualTo(bob);
        assertThat(audit(BOB)).hasSize(1);
    }

    @Test
    default void changeMakesTheNextVersionAndARecordOfWhatIsDifferent() {
        provision(first(ALICE, 1));
        Terms terms = new Terms("classic", Terms.DEFAULT.language(), 500L, null, 0);

        Profile after = new Profile(ALICE, 2, numbers(1), Status.ACTIVE, terms, NOW, LATER.instant());
        assertThat(change(ALICE, new Change.Configure(terms))).isEqualTo(new Done(after));
        assertThat(now(ALICE)).isEqualTo(after);
        assertThat(audit(ALICE)).first().isEqualTo(new AuditRecord(2, LATER.instant(), "bert", ProfileEvent.CONFIGURED,
                "as agreed", List.of(new FieldChange(Field.PLAN, null, "classic"),
                        new FieldChange(Field.SPENDING_PER_DAY, null, "500"))));
        change(ALICE, new Change.Configure(Terms.DEFAULT));
        assertThat(audit(ALICE).getFirst().changes()).containsExactly(new FieldChange(Field.PLAN, "classic", null),
                new FieldChange(Field.SPENDING_PER_DAY, "500", null));
    }

    @Test
    default void whatIsSoAlreadyIsNoChange() {
        Profile alice = first(ALICE, 1, 2);
        provision(alice);

        assertThat(change(ALICE, new Change.Configure(Terms.DEFAULT))).isEqualTo(new Done(alice));
        assertThat(change(ALICE, new Change.SetStatus(Status.ACTIVE))).isEqualTo(new Done(alice));
        assertThat(change(ALICE, new Change.PutNumber(number(2), false))).isEqualTo(new Done(alice));
        assertThat(change(ALICE, new Change.PutNumber(number(1), true))).isEqualTo(new Done(alice));
        assertThat(change(ALICE, new Change.PutNumber(number(1), false))).isEqualTo(new Done(alice));
        assertThat(audit(ALICE)).hasSize(1);
    }

    @Test
    default void whoSawAnOldVersionChangesNothing() {
        Profile seen = first(ALICE, 1);
        provision(seen);
        change(seen, new Change.SetStatus(Status.BARRED));

        assertThat(change(seen, new Change.Configure(AGREED))).isEqualTo(new ChangeOutcome.Outdated());
        assertThat(now(ALICE).terms()).isEqualTo(Terms.DEFAULT);
        assertThat(audit(ALICE)).hasSize(2);
    }

    @Test
    default void numbersComeAndGo() {
        provision(first(ALICE, 1));
        change(ALICE, new Change.PutNumber(number(2), false));
        assertThat(now(ALICE).numbers()).isEqualTo(numbers(1, 2));
        change(ALICE, new Change.PutNumber(number(3), true));
        assertThat(now(ALICE).numbers()).isEqualTo(numbers(3, 1, 2));
        change(ALICE, new Change.RemoveNumber(number(1)));
        assertThat(now(ALICE).numbers()).isEqualTo(numbers(3, 2));

        assertThat(profiles().withNumber(number(1)).blockOptional()).isEmpty();
        assertThat(provision(first(BOB, 1))).isInstanceOf(ProvisionOutcome.Created.class);
        assertThat(audit(ALICE)).extracting(AuditRecord::event).containsExactly(ProfileEvent.NUMBER_REMOVED,
                ProfileEvent.NUMBER_PUT, ProfileEvent.NUMBER_PUT, ProfileEvent.PROVISIONED);
    }

    @Test
    default void numbersThatDoNotFitAreRefused() {
        provision(Profile.first(ALICE, Numbers.of(manyNumbers()), Status.ACTIVE, Terms.DEFAULT, NOW));

        assertThat(change(ALICE, new Change.PutNumber(number(9), false)))
                .isEqualTo(new Refused(Refusal.TOO_MANY_NUMBERS));
        assertThat(change(ALICE, new Change.RemoveNumber(number(9)))).isEqualTo(new Refused(Refusal.NO_SUCH_NUMBER));
        assertThat(change(ALICE, new Change.RemoveNumber(number(1)))).isEqualTo(new Refused(Refusal.IS_MAIN_NUMBER));
        assertThat(change(ALICE, new Change.PutNumber(number(8), true))).isInstanceOf(Done.class);
    }

    @Test
    default void everyRowOfTheTableHappensWithItsEvent() {
        for (StatusTransitions.Row row : StatusTransitions.rows()) {
            SubscriberId id = new SubscriberId(
                    "sub_" + (row.from().name() + row.to().name()).toLowerCase(Locale.ROOT));
            provision(
                    Profile.first(id, numbers(StatusTransitions.rows().indexOf(row)), row.from(), Terms.DEFAULT, NOW));

            assertThat(change(id, new Change.SetStatus(row.to()))).isInstanceOf(Done.class);
            assertThat(now(id).status()).isEqualTo(row.to());
            assertThat(audit(id).getFirst().event()).isEqualTo(row.event());
        }
    }

    @Test
    default void whoIsClosedStaysAsItIs() {
        provision(first(ALICE, 1, 2));
        change(ALICE, new Change.SetStatus(Status.CLOSED));
        Profile closed = now(ALICE);

        for (Change change : List.of(new Change.SetStatus(Status.ACTIVE), new Change.SetStatus(Status.CLOSED),
                new Change.Configure(AGREED), new Change.PutNumber(number(3), true),
                new Change.RemoveNumber(number(2)))) {
            assertThat(change(closed, change)).isEqualTo(new Refused(Refusal.NOT_IN_THIS_STATUS));
        }
        assertThat(now(ALICE)).isEqualTo(closed);
        assertThat(audit(ALICE)).hasSize(2);
    }

    @Test
    default void numberOfAClosedSubscriberGoesToSomebodyElseAndTheHistoryStays() {
        provision(first(ALICE, 1, 2));
        change(ALICE, new Change.SetStatus(Status.CLOSED));
        assertThat(profiles().withNumber(number(1)).blockOptional()).isEmpty();
        provision(first(BOB, 2, 1));

        assertThat(profiles().withNumber(number(1)).map(Profile::id).block()).isEqualTo(BOB);
        assertThat(now(ALICE).numbers()).isEqualTo(numbers(1, 2));
        assertThat(audit(ALICE)).extracting(AuditRecord::event)
                .containsExactly(ProfileEvent.CLOSED, ProfileEvent.PROVISIONED);
        change(BOB, new Change.SetStatus(Status.CLOSED));
        assertThat(provision(first(new SubscriberId("sub_cy"), 1))).isInstanceOf(ProvisionOutcome.Created.class);
    }

    @Test
    default void whenManyChangeTheSameVersionOneWins() {
        Profile seen = first(ALICE, 1);
        provision(seen);

        List<ChangeOutcome> outcomes = atOnce(LongStream.rangeClosed(1, 16).mapToObj(i -> changing(seen,
                new Change.Configure(new Terms(null, Terms.DEFAULT.language(), null, null, i)))));

        assertThat(outcomes).filteredOn(Done.class::isInstance).hasSize(1)
                .containsExactly(new Done(now(ALICE)));
        assertThat(outcomes).filteredOn(ChangeOutcome.Outdated.class::isInstance).hasSize(15);
        assertThat(audit(ALICE)).hasSize(2);
    }

    @Test
    default void whenManyWantTheSameNumberOneGetsIt() {
        List<ProvisionOutcome> outcomes = atOnce(LongStream.range(0, 16)
                .mapToObj(i -> provisioning(i % 2 == 0
                        ? first(new SubscriberId("sub_" + i), 1, 2)
                        : first(new SubscriberId("sub_" + i), 2, 1))));

        assertThat(outcomes).filteredOn(ProvisionOutcome.Created.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(ProvisionOutcome.NumberTaken.class::isInstance).hasSize(15);
    }

    @Test
    default void whenTheSameIsProvisionedManyTimesAtOnceItIsKnown() {
        List<ProvisionOutcome> outcomes = atOnce(Collections.nCopies(16, provisioning(first(ALICE, 1))).stream());

        assertThat(outcomes).filteredOn(ProvisionOutcome.Created.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(ProvisionOutcome.Known.class::isInstance).hasSize(15);
    }

    @Test
    default void recordsAreReadPageByPage() {
        provision(first(ALICE, 1));
        change(ALICE, new Change.SetStatus(Status.BARRED));
        change(ALICE, new Change.SetStatus(Status.ACTIVE));

        assertThat(profiles().audit(ALICE, null, 2).map(AuditRecord::version).collectList().block())
                .containsExactly(3, 2);
        assertThat(profiles().audit(ALICE, 2, 2).map(AuditRecord::version).collectList().block()).containsExactly(1);
        assertThat(profiles().audit(ALICE, 1, 2).collectList().block()).isEmpty();
    }

    /** Whatever was done in whatever order: the records tell it whole, and no number has two holders. */
    @Test
    default void recordsReplayedGiveTheProfileAfterRandomChanges() {
        for (int seed = 1; seed <= 20; seed++) {
            RandomChanges random = new RandomChanges(seed);
            happen(random);
            for (SubscriberId id : random.ids()) {
                profiles().withId(id).blockOptional().ifPresent(this::recordsTellAll);
            }
            numbersLeadToTheirHolders(random);
        }
    }

    private void happen(RandomChanges random) {
        Map<SubscriberId, Profile> earlier = new HashMap<>();
        for (int step = 0; step < 60; step++) {
            SubscriberId id = random.id();
            Profile before = profiles().withId(id).block();
            if (before == null) {
                provision(random.first(id));
            } else {
                change(random.isLate() ? earlier.getOrDefault(id, before) : before, random.change());
                earlier.put(id, before);
            }
        }
    }

    private void recordsTellAll(Profile profile) {
        List<AuditRecord> records = audit(profile.id()).reversed();
        Map<Field, String> told = new EnumMap<>(Field.class);
        for (int i = 0; i < records.size(); i++) {
            assertThat(records.get(i).version()).isEqualTo(i + 1);
            for (FieldChange change : records.get(i).changes()) {
                assertThat(told.get(change.field())).isEqualTo(change.before());
                if (change.after() == null) {
                    told.remove(change.field());
                } else {
                    told.put(change.field(), change.after());
                }
            }
        }
        assertThat(records).hasSize(profile.version());
        assertThat(FieldChange.between(null, profile)).allSatisfy(
                field -> assertThat(told).containsEntry(field.field(), String.valueOf(field.after())))
                .hasSameSizeAs(told.keySet());
    }

    private void numbersLeadToTheirHolders(RandomChanges random) {
        Map<Msisdn, SubscriberId> holders = new HashMap<>();
        for (SubscriberId id : random.ids()) {
            profiles().withId(id).blockOptional().filter(profile -> !profile.status().isTerminal())
                    .ifPresent(profile -> profile.numbers().all()
                            .forEach(number -> assertThat(holders.put(number, id)).isNull()));
        }
        for (Msisdn number : random.numbers()) {
            assertThat(profiles().withNumber(number).map(Profile::id).block()).isEqualTo(holders.get(number));
        }
    }
}
