package dev.refill.subscriber.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import dev.refill.subscriber.Language;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Terms;

import static dev.refill.subscriber.profile.TestProfiles.ALICE;
import static dev.refill.subscriber.profile.TestProfiles.first;
import static dev.refill.subscriber.profile.TestProfiles.manyNumbers;
import static dev.refill.subscriber.profile.TestProfiles.number;
import static dev.refill.subscriber.profile.TestProfiles.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What cannot be does not exist. */
class BoundsTest {

    private static final Language ENGLISH = Language.ENGLISH;

    private static DynamicTest refused(String what, ThrowingCallable made) {
        return DynamicTest.dynamicTest(what, () -> assertThatIllegalArgumentException().isThrownBy(made)
                .withMessageContaining("expected"));
    }

    @TestFactory
    Stream<DynamicTest> refused() {
        List<Msisdn> nine = new ArrayList<>(manyNumbers());
        nine.add(number(9));
        return Stream.of(
                refused("a number twice", () -> numbers(1, 2, 1)),
                refused("another number twice", () -> numbers(1, 2, 2)),
                refused("nine numbers", () -> Numbers.of(nine)),
                refused("a plan's name of capitals", () -> new Terms("Classic", ENGLISH, null, null, 0)),
                refused("a limit below zero", () -> new Terms(null, ENGLISH, -1L, null, 0)),
                refused("a month's limit beyond all reason", () -> new Terms(null, ENGLISH, null, Terms.MOST + 1, 0)),
                refused("an overdraft below zero", () -> new Terms(null, ENGLISH, null, null, -1)),
                refused("a record without author", () -> AuditRecord.of(ProfileEvent.PROVISIONED, null, first(ALICE, 1),
                        " ", "new")),
                refused("a record without reason", () -> AuditRecord.of(ProfileEvent.PROVISIONED, null, first(ALICE, 1),
                        "anna", "")),
                refused("a reason that is too long", () -> AuditRecord.of(ProfileEvent.PROVISIONED, null,
                        first(ALICE, 1), "anna", "x".repeat(501))),
                refused("a field of another name", () -> FieldChange.Field.of("colour")));
    }

    @Test
    void numbersAreTheSameInWhateverOrderTheOthersCame() {
        assertThat(numbers(5, 3, 4)).isEqualTo(numbers(5, 4, 3));
        assertThat(numbers(5, 3, 4).all()).containsExactly(number(5), number(3), number(4));
        assertThat(Numbers.of(manyNumbers()).isFull()).isTrue();
    }

    @Test
    void mainNumberThatIsReplacedStays() {
        assertThat(numbers(1).with(number(2), true)).isEqualTo(numbers(2, 1));
        assertThat(numbers(1, 2).with(number(2), true)).isEqualTo(numbers(2, 1));
        assertThat(numbers(1, 2).with(number(2), false)).isEqualTo(numbers(1, 2));
        assertThat(numbers(1).with(number(1), false)).isEqualTo(numbers(1));
    }
}
