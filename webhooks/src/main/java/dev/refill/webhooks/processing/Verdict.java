package dev.refill.webhooks.processing;

/** How an attempt ended. */
public sealed interface Verdict {

    record Handled() implements Verdict {}

    record NotKnownYet(String object) implements Verdict {}

    record Failed(String error) implements Verdict {}

    record NotUnderstood(String reason) implements Verdict {}

    /** Of two verdicts on the parts of one event, the one that decides: a failure, then an unknown object. */
    static Verdict deciding(Verdict one, Verdict other) {
        return rank(one) >= rank(other) ? one : other;
    }

    private static int rank(Verdict verdict) {
        return switch (verdict) {
            case Handled() -> 0;
            case NotKnownYet(String object) -> 1;
            case Failed(String error) -> 2;
            case NotUnderstood(String reason) -> 3;
        };
    }
}
