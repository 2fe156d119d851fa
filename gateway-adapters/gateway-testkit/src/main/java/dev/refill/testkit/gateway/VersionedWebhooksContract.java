package dev.refill.testkit.gateway;

import org.junit.jupiter.api.Test;

import dev.refill.gateway.Translation.NotUnderstood;
import dev.refill.gateway.Translation.Reason;

import static org.assertj.core.api.Assertions.assertThat;

/** What a translator keeps besides whose provider says by which release of its API an event was written. */
public interface VersionedWebhooksContract extends WebhookTranslatorContract {

    /** An event of an API that the adapter was not made for. */
    byte[] ofNewerApi();

    @Test
    default void translateWhenApiIsNewerThenNotUnderstood() {
        assertThat(translator().translate(ofNewerApi())).isInstanceOfSatisfying(NotUnderstood.class,
                translation -> assertThat(translation.reason()).isEqualTo(Reason.NEWER_API_VERSION));
    }
}
