package dev.refill.testkit.gateway;

import java.time.Duration;

/** How a scripted provider behaves towards the next calls. */
public sealed interface Situation {

    /** The card is good and everything works. */
    record Approves() implements Situation {}

    /** The card is good, and its refunds are carried out some time after they were accepted. */
    record RefundsTakeTime() implements Situation {}

    /** The card is good, and its refunds come back some time after they succeeded. */
    record RefundsComeBack() implements Situation {}

    /** @param code the provider's word for the refusal, one of {@link ScriptedProvider#declines()} */
    record Declines(String code) implements Situation {}

    /** The card is good, and the provider's search, if it has one, does not know of what was just charged. */
    record SearchIsBehind() implements Situation {}

    /** Something that is not the provider answers at its address, and finds nothing there; for look-ups too. */
    record AnswersFromElsewhere() implements Situation {}

    /** The issuer wants to see the customer. */
    record AsksForAuthentication() implements Situation {}

    /** Nobody listens at the provider's address. */
    record RefusesConnections() implements Situation {}

    /** The charge takes effect, and the connection is lost before the answer. */
    record LosesAnswers() implements Situation {}

    /** The charge takes effect, and the answer comes after the adapter's patience. */
    record AnswersTooLate() implements Situation {}

    /** The charge takes effect, the answer is an internal error, and so is every further one under the same key. */
    record FailsAfterCharging() implements Situation {}

    /** Another request with the same operation key is being carried out. */
    record SaysKeyIsInUse() implements Situation {}

    /** @param retryAfter what the provider asks for */
    record LimitsTheRate(Duration retryAfter) implements Situation {}
}
