package dev.refill.webhooks.sweep;

import java.util.Locale;

/** What one event of a list came to. */
enum Swept {

    /** No webhook had brought it. */
    NEW,
    /** A webhook, or an earlier sweep, had brought it. */
    KNOWN,
    /** We know its type and it does not concern us: a list has many of these that no webhook is ordered for. */
    NO_CONCERN,
    /**
     * The list has it in another API release than we read. It is not kept: a webhook of it may come in the right one, and
     * would then count as a duplicate.
     */
    OTHER_RELEASE,
    /** Its id or type is nothing that can be kept. */
    UNFIT;

    /** As it stands in metrics, for example {@code no_concern}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
