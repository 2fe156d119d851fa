package dev.refill.gateways.momo;

/** An answer came and does not say what it must. The message holds nothing of it. */
final class UnreadableAnswerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableAnswerException(String message) {
        super(message);
    }
}
