package dev.refill.gateway;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What may be done after an outcome, and what must not be: written down a second time, as a slip here charges twice. */
class OutcomesTest {

    @Test
    void onlyARequestThatIsUnderWayMustNotGoToAnotherProvider() {
        assertThat(NotSent.Reason.values()).filteredOn(reason -> !reason.mayFailOver())
                .containsExactly(NotSent.Reason.IN_PROGRESS);
    }

    @Test
    void whatPassesSoonMayBeSentAgain() {
        assertThat(NotSent.Reason.values()).filteredOn(NotSent.Reason::passesSoon)
                .containsExactly(NotSent.Reason.CONNECTION_REFUSED, NotSent.Reason.RATE_LIMITED,
                        NotSent.Reason.IN_PROGRESS, NotSent.Reason.BULKHEAD_FULL);
    }

    @Test
    void cardsThatMayBeAcceptedALittleLater() {
        assertThat(Arrays.stream(DeclineReason.values()).filter(DeclineReason::retryable))
                .containsExactly(DeclineReason.INSUFFICIENT_FUNDS, DeclineReason.LIMIT_EXCEEDED,
                        DeclineReason.AUTHENTICATION_FAILED, DeclineReason.ISSUER_UNAVAILABLE,
                        DeclineReason.PROCESSING_ERROR);
    }

    @Test
    void searchThatWasGivenUpThenTheProviderIsWellAndOtherwiseNobodyKnows() {
        assertThat(Unknown.gaveUp("too many").providerIsWell()).isTrue();
        assertThat(new Unknown("no answer").providerIsWell()).isFalse();
    }
}
