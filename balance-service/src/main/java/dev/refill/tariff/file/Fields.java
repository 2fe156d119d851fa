package dev.refill.tariff.file;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The fields that are found at a place. */
record Fields(Place parent, Map<String, Place> places) {

    /** Wrong if it is not there. */
    Optional<Place> required(String name) {
        Optional<Place> place = optional(name);
        if (place.isEmpty()) {
            parent.missing(name);
        }
        return place;
    }

    <T> Optional<T> required(String name, Function<String, Optional<T>> parser, String expected) {
        return required(name).flatMap(place -> place.value(parser, expected));
    }

    Optional<Place> optional(String name) {
        return Optional.ofNullable(places.get(name));
    }

    /** What it is unless it is there. */
    <T> T optional(String name, Function<String, Optional<T>> parser, String expected, T otherwise) {
        return optional(name).flatMap(place -> place.value(parser, expected)).orElse(otherwise);
    }
}
