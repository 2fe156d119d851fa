package dev.refill.sandbox.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/** Things by id, in the order in which they came; replacing one keeps its place. */
public final class Shelf<T> {

    private final List<@Nullable T> places = new ArrayList<>();
    private final Map<String, Integer> placeOf = new HashMap<>();

    void put(String id, T thing) {
        Integer place = placeOf.get(id);
        if (place == null) {
            placeOf.put(id, places.size());
            places.add(thing);
        } else {
            places.set(place, thing);
        }
    }

    void remove(String id) {
        Integer place = placeOf.remove(id);
        if (place != null) {
            places.set(place, null);
        }
    }

    public @Nullable T find(String id) {
        Integer place = placeOf.get(id);
        return place == null ? null : places.get(place);
    }

    public boolean holds(String id) {
        return placeOf.containsKey(id);
    }

    /** All of them that pass, oldest first. */
    public List<T> all(Predicate<T> wanted) {
        List<T> found = new ArrayList<>();
        for (T thing : places) {
            if (thing != null && wanted.test(thing)) {
                found.add(thing);
            }
        }
        return found;
    }

    /** Newest first; a cursor that is not on the shelf must have been refused before. */
    public Page<T> page(Window window, Predicate<T> wanted) {
        String before = window.endingBefore();
        return before == null ? older(window, wanted) : newer(window, before, wanted);
    }

    private Page<T> older(Window window, Predicate<T> wanted) {
        String after = window.startingAfter();
        int place = after == null ? places.size() - 1 : placeOf.getOrDefault(after, 0) - 1;
        List<T> found = new ArrayList<>();
        for (; place >= 0; place--) {
            T thing = places.get(place);
            if (thing == null || !wanted.test(thing)) {
                continue;
            }
            if (found.size() == window.limit()) {
                return new Page<>(found, true);
            }
            found.add(thing);
        }
        return new Page<>(found, false);
    }

    private Page<T> newer(Window window, String before, Predicate<T> wanted) {
        List<T> found = new ArrayList<>();
        boolean more = false;
        for (int place = placeOf.getOrDefault(before, places.size()) + 1; place < places.size(); place++) {
            T thing = places.get(place);
            if (thing == null || !wanted.test(thing)) {
                continue;
            }
            if (found.size() == window.limit()) {
                more = true;
                break;
            }
            found.add(thing);
        }
        return new Page<>(found.reversed(), more);
    }
}
