package dev.refill.app.sensitive;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.json.JsonFactory;

import dev.refill.redaction.SensitiveInput;
import dev.refill.redaction.SensitiveInput.Place;

/**
 * Looks at each name, text and number of a JSON body, as it is read by those who act on it: in whichever encoding, and without escapes. Depth
 * and lengths are bounded by the parser (500 levels).
 */
final class JsonTexts {

    private static final JsonFactory FACTORY = new JsonFactory();
    /** How far outwards a name is looked for, and how much of it. */
    private static final int LEVELS = 4;
    private static final int LONGEST_NAME = 64;

    private final SensitiveInput input;
    private final Fields fields;

    JsonTexts(SensitiveInput input) {
        this.input = input;
        this.fields = new Fields(input);
    }

    /** Tariff plans may be YAML: what is no JSON is looked at as it is. */
    boolean isIn(byte[] body) {
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), body)) {
            boolean found = false;
            while (!found && json.nextToken() != null) {
                found = isInToken(json);
            }
            return found;
        } catch (JacksonException noJson) {
            return input.isIn(new String(body, StandardCharsets.UTF_8), Place.TEXT);
        }
    }

    private boolean isInToken(JsonParser json) {
        JsonToken token = json.currentToken();
        if (token == JsonToken.PROPERTY_NAME) {
            return fields.isInName(json.currentName());
        }
        return token != null && token.isScalarValue() && !token.isBoolean() && token != JsonToken.VALUE_NULL
                && fields.isInValue(names(json.streamReadContext()), json.getString());
    }

    /** From the innermost outwards. */
    private static List<String> names(TokenStreamContext innermost) {
        List<String> names = new ArrayList<>(LEVELS);
        TokenStreamContext context = innermost;
        for (int level = 0; level < LEVELS && context != null; level++) {
            String name = context.currentName();
            if (name != null) {
                names.add(name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name);
            }
            context = context.getParent();
        }
        return names;
    }
}
