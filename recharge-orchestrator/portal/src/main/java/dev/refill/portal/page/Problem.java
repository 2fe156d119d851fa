package dev.refill.portal.page;

import java.util.List;

/**
 * What a person has to mend.
 *
 * @param field the id of the field on the page
 * @param key the message
 * @param arguments what the message names
 */
public record Problem(String field, String key, List<String> arguments) {

    public Problem(String field, String key, String... arguments) {
        this(field, key, List.of(arguments));
    }
}
