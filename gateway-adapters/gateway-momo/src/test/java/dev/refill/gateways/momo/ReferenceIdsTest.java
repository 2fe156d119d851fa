package dev.refill.gateways.momo;

import java.util.UUID;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;

import static org.assertj.core.api.Assertions.assertThat;

class ReferenceIdsTest {

    private static final OperationKey KEY = new OperationKey("pay_1");

    /** Computed apart: the first half of SHA-256 of {@code refill.momo:pay_1} in the form of version 4. */
    @Test
    void ofAKeyThenForEverTheSame() {
        assertThat(ReferenceIds.of(KEY)).isEqualTo(new ProviderReference("e275b23f-7dd5-4fba-864c-7c5576c214b5"));
    }

    @Test
    void ofManyKeysThenEachItsOwnInTheFormOfVersion4() {
        assertThat(IntStream.range(0, 1_000).mapToObj(each -> ReferenceIds.of(new OperationKey("pay_" + each))))
                .doesNotHaveDuplicates()
                .allSatisfy(reference -> {
                    var id = UUID.fromString(reference.value());
                    assertThat(id.version()).isEqualTo(4);
                    assertThat(id.variant()).isEqualTo(2);
                    assertThat(ReferenceIds.isOne(reference.value())).isTrue();
                });
    }

    @Test
    void whenAnAnswerToldOneThenThatOne() {
        var told = new ProviderReference("00000000-0000-4000-8000-000000000000");
        assertThat(ReferenceIds.of(told, KEY)).isEqualTo(told);
    }

    /** What is no id of MTN's would stand in a path. */
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"req_1", "00000000-0000-4000-8000-00000000000", "00000000-0000-4000-8000-00000000000G",
            "../token/", "00000000-0000-4000-8000-000000000000/../x"})
    void whenNoneOfMtnsWasToldThenTheOneOfTheKey(@Nullable String told) {
        assertThat(ReferenceIds.of(told == null ? null : new ProviderReference(told), KEY))
                .isEqualTo(ReferenceIds.of(KEY));
    }
}
