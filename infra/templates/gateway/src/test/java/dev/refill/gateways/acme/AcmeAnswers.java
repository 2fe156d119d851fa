package dev.refill.gateways.acme;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;

import dev.refill.testkit.gateway.ProviderAnswers;
import dev.refill.testkit.gateway.Situation;

/** What Acme answers in each situation: as its documentation says, with a memory for what was asked of it. */
final class AcmeAnswers extends ProviderAnswers {

    /**
     * Each situation is to be written into {@link #answered}, and its row here to become {@code super.play(next)}. Once all
     * are, this method is to be dropped.
     */
    @Override
    public void play(Situation next) {
        switch (next) {
            case Situation.RefusesConnections() -> super.play(next);
            case Situation.AnswersFromElsewhere() -> super.play(next);
            case Situation.Approves() -> throw unwritten(next, "a good card is charged, a page opens, refunds succeed");
            case Situation.RefundsTakeTime() -> throw unwritten(next, "a refund is accepted, and done as time passes");
            case Situation.RefundsComeBack() -> throw unwritten(next, "a refund succeeds, and fails as time passes");
            case Situation.Declines(var code) -> throw unwritten(next, "a card is refused with the word " + code);
            case Situation.SearchIsBehind() -> throw unwritten(next, "as Approves, and the search finds nothing yet");
            case Situation.AsksForAuthentication() -> throw unwritten(next, "the issuer wants to see the customer");
            case Situation.LosesAnswers() -> throw unwritten(next, "what is asked is done, then Fault.CONNECTION_RESET");
            case Situation.AnswersTooLate() -> throw unwritten(next, "what is asked is done, then a fixed delay");
            case Situation.FailsAfterCharging() -> throw unwritten(next, "what is asked is done, then status 500");
            case Situation.SaysKeyIsInUse() -> throw unwritten(next, "the error for an idempotency key that is in use");
            case Situation.LimitsTheRate(var wait) -> throw unwritten(next, "status 429 with Retry-After " + wait);
        }
    }

    @Override
    protected ResponseDefinitionBuilder answered(Request request) {
        throw unwritten(situation(), "the answer to " + request.getMethod() + " " + request.getUrl());
    }

    @Override
    protected int captures(String key) {
        throw unwritten(situation(), "how many charges captured money under " + key);
    }

    @Override
    protected int refunds(String key) {
        throw unwritten(situation(), "how many refunds were made under " + key);
    }

    @Override
    protected void customerPays(String payment) {
        throw unwritten(situation(), "a customer pays on the page " + payment);
    }

    private static AssertionError unwritten(Situation situation, String what) {
        return new AssertionError("AcmeAnswers is to be written: " + situation + ": " + what);
    }
}
