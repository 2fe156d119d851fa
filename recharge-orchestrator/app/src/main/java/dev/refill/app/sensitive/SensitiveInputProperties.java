package dev.refill.app.sensitive;

import java.util.List;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param ownPrefixes how numbers of 15 and 16 digits begin that are the network's own and no card's, such as the country's and the network's
 *     code of IMSIs; at most 32, of 3 to 15 digits each
 */
@ConfigurationProperties("refill.sensitive-input")
record SensitiveInputProperties(@DefaultValue List<String> ownPrefixes) {

    private static final int MOST = 32;
    private static final Pattern PREFIX = Pattern.compile("[0-9]{3,15}");

    SensitiveInputProperties {
        if (ownPrefixes.size() > MOST || !ownPrefixes.stream().allMatch(PREFIX.asMatchPredicate())) {
            throw new IllegalArgumentException(
                    "refill.sensitive-input.own-prefixes: " + ownPrefixes + " (expected: at most " + MOST
                            + ", of 3 to 15 digits each)");
        }
        ownPrefixes = List.copyOf(ownPrefixes);
    }
}
