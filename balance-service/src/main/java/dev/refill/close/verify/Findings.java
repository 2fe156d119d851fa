package dev.refill.close.verify;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import dev.refill.close.verify.Finding.Kind;

/** What was found so far, the first thousand of it in words. Not for several threads. */
final class Findings {

    /** Enough to see what happened, and little enough for any memory. */
    static final int MOST = 1_000;

    private final List<Finding> kept = new ArrayList<>();
    private final Set<LocalDate> days = new HashSet<>();
    private final Set<String> entries = new HashSet<>();
    /** In the books and not in the file of their day: inserted, unless they are missing elsewhere. */
    private final Map<String, Finding> surplus = new LinkedHashMap<>();
    private long more;

    void add(@Nullable LocalDate day, Kind kind, @Nullable String entry, String what) {
        if (day != null) {
            days.add(day);
        }
        if (isFull()) {
            more++;
            return;
        }
        kept.add(new Finding(day, kind, entry, what));
        if (entry != null) {
            entries.add(entry);
        }
    }

    /** Whether further ones are only counted. */
    boolean isFull() {
        return kept.size() >= MOST;
    }

    void surplus(LocalDate day, String entry, String what) {
        days.add(day);
        if (surplus.size() >= MOST) {
            more++;
        } else {
            surplus.putIfAbsent(entry, new Finding(day, Kind.INSERTED, entry, what));
        }
    }

    /** An entry that was changed so that it counts elsewhere now is named once. */
    void settle() {
        List<Finding> inserted = surplus.values().stream().filter(found -> !isNamed(found.entry())).toList();
        surplus.clear();
        inserted.forEach(found -> add(found.day(), found.kind(), found.entry(), found.what()));
    }

    boolean isNamed(@Nullable String entry) {
        return entry != null && entries.contains(entry);
    }

    boolean concern(LocalDate day) {
        return days.contains(day);
    }

    List<Finding> all() {
        return List.copyOf(kept);
    }

    /** How many there are beside those that are kept. */
    long more() {
        return more;
    }
}
