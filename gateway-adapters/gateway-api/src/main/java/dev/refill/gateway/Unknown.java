package dev.refill.gateway;

/**
 * Nobody knows: the request may or may not have taken effect. It is looked up later, never guessed and never tried with
 * another key or at another provider.
 *
 * @param cause what happened on the wire, for the log and the evidence
 * @param providerIsWell whether the provider answered as it should and we gave up asking; that says nothing against it
 */
public record Unknown(String cause, boolean providerIsWell) implements Unresolved {

    public Unknown {
        cause = ProviderText.of(cause);
    }

    /** No answer, or none that can be read. */
    public Unknown(String cause) {
        this(cause, false);
    }

    /** We gave up asking a provider that answers. */
    public static Unknown gaveUp(String cause) {
        return new Unknown(cause, true);
    }
}
