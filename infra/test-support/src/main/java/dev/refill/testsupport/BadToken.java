package dev.refill.testsupport;

/** The ways in which an access token can be wrong, each in one thing only. All must be refused with 401. */
public enum BadToken {
    /** Ended an hour ago. */
    EXPIRED,
    /** Begins in an hour. */
    NOT_YET_VALID,
    /** Ours, but never ends. */
    WITHOUT_END,
    /** Ours, for another API. */
    WRONG_AUDIENCE,
    /** Signed by our key, in the name of another issuer. */
    WRONG_ISSUER,
    /** {@code alg: none} and no signature. */
    UNSIGNED,
    /** {@code alg: HS256} with our public key as the shared secret. */
    SIGNED_WITH_THE_PUBLIC_KEY,
    /** A key that is not ours, under our key's id. */
    FOREIGN_KEY,
    /** A key that is not ours, sent along in the header {@code jwk}. */
    FOREIGN_KEY_IN_HEADER,
    /** A valid token whose claims were changed after it was signed. */
    TAMPERED
}
