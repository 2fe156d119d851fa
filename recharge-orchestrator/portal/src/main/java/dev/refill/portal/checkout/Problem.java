package dev.refill.portal.checkout;

import java.util.List;

/**
 * What a person has to mend.
 *
 * @param field the id of the field on the page
 * @param key the message
 * @param arguments what the message names
 */
record Problem(String field, String key, List<String> arguments) {

    Problem(String field, String key, String... arguments) {
        this(field, key, List.of(arguments));
    }
}
