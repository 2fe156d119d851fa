package dev.refill.sandbox.stripe.wire;

/** One call of the API. */
@FunctionalInterface
public interface Operation {

    /**
     * Reads the parameters.
     *
     * @throws Refusal when they are not good; nothing has begun then
     */
    Action prepare(Call call);
}
