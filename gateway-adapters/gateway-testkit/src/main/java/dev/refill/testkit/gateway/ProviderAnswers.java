package dev.refill.testkit.gateway;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

import dev.refill.testkit.gateway.Situation.AnswersFromElsewhere;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

/**
 * What a provider answers in each situation: as its documentation says, with a memory for what was asked of it. An adapter's
 * test extends it, and {@link WireMockProvider} has it served.
 */
public abstract class ProviderAnswers implements ResponseDefinitionTransformerV2 {

    private volatile Situation situation = new Situation.Approves();

    /** From now on it is so. */
    public void play(Situation next) {
        situation = next;
    }

    protected final Situation situation() {
        return situation;
    }

    /** An answer in the present situation, which is neither {@link Situation.RefusesConnections} nor an answer from elsewhere. */
    protected abstract ResponseDefinitionBuilder answered(Request request);

    /** As {@link ScriptedProvider#captures}. */
    protected abstract int captures(String key);

    /** As {@link ScriptedProvider#refunds}. */
    protected abstract int refunds(String key);

    /** As {@link ScriptedProvider#customerPays}. */
    protected abstract void customerPays(String payment);

    /** As {@link ScriptedProvider#timePasses}; some providers tell what happens later by notification alone. */
    protected void timePasses() {}

    @Override
    public final String getName() {
        return getClass().getName();
    }

    @Override
    public final boolean applyGlobally() {
        return false;
    }

    @Override
    public final ResponseDefinition transform(ServeEvent event) {
        var answer = situation instanceof AnswersFromElsewhere
                ? aResponse().withStatus(404).withBody("<html>Not Found</html>")
                : answered(event.getRequest());
        return answer.withHeader("Content-Type", "application/json").build();
    }
}
