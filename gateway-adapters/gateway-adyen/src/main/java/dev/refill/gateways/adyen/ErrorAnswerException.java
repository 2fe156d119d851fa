package dev.refill.gateways.adyen;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** An answer with another status than 2xx came, from Adyen or from something in its place. */
final class ErrorAnswerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String errorCode;
    private final String pspReference;
    private final @Nullable Duration retryAfter;

    /**
     * @param errorCode Adyen's, empty if the body is none of Adyen's
     * @param pspReference Adyen's reference of the request, empty if it gave none
     * @param retryAfter how long we are asked to wait
     */
    ErrorAnswerException(int status, String errorCode, String pspReference, @Nullable Duration retryAfter) {
        super("status " + status + ", code " + errorCode + ", reference " + pspReference, null, false, false);
        this.status = status;
        this.errorCode = errorCode;
        this.pspReference = pspReference;
        this.retryAfter = retryAfter;
    }

    int status() {
        return status;
    }

    String errorCode() {
        return errorCode;
    }

    String pspReference() {
        return pspReference;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }
}
