package dev.refill.redaction;

/** What was found in a text, from its first sign up to the one behind its last. */
record Found(Kind kind, int start, int end) {

    enum Kind {
        CARD_NUMBER,
        SECURITY_CODE,
        SECRET
    }
}
