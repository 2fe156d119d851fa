package dev.refill.tmf654.action;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What can be asked for; each is a resource of the specification. */
public enum ActionKind {
    TOP_UP("topupBalance", "top"),
    ADJUST("adjustBalance", "adj"),
    TRANSFER("transferBalance", "tfb"),
    RESERVE("reserveBalance", "rsv");

    private static final Pattern ID = Pattern.compile("(top|adj|tfb|rsv)_[0-9a-f]{32}");

    private final String resource;
    private final String prefix;

    ActionKind(String resource, String prefix) {
        this.resource = resource;
        this.prefix = prefix;
    }

    /** As it stands in paths. */
    public String resource() {
        return resource;
    }

    /** As it stands in the table. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param digits 32 hexadecimal ones */
    public String id(String digits) {
        return prefix + "_" + digits;
    }

    /** Empty: nothing has such an id. */
    public static Optional<ActionKind> of(String id) {
        return Arrays.stream(values())
                .filter(kind -> ID.matcher(id).matches() && id.startsWith(kind.prefix))
                .findFirst();
    }
}
