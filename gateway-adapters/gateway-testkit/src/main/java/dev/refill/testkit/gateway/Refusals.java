package dev.refill.testkit.gateway;

import java.util.Map;

import dev.refill.gateway.DeclineReason;

import static org.assertj.core.api.Assertions.assertThat;

/** The refusals that a provider can play: without any, a contract would hold of an adapter that knows none. */
final class Refusals {

    private Refusals() {}

    static Map<String, DeclineReason> of(ScriptedProvider provider) {
        assertThat(provider.declines()).as("the adapter's table of declines, which is to be written").isNotEmpty();
        return provider.declines();
    }
}
