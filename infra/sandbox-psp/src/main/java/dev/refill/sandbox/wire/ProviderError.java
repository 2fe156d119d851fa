package dev.refill.sandbox.wire;

/** What is wrong with a request, in a provider's own words. */
public interface ProviderError {

    /** For people. */
    String message();

    /** The same as the provider answers it. */
    Reply reply();
}
