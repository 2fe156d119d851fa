package dev.refill.app.problem;

import java.util.stream.Collectors;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says which field of a JSON body could not be read, and why, without a word of Jackson's own. */
final class MalformedJson {

    private MalformedJson() {}

    static FieldError fieldOf(JacksonException malformed) {
        return switch (malformed) {
            case UnrecognizedPropertyException unknown -> new FieldError(path(unknown), "no such field");
            case MismatchedInputException mismatch -> new FieldError(path(mismatch), expected(mismatch));
            default -> new FieldError("", "a well-formed JSON document");
        };
    }

    private static String path(JacksonException malformed) {
        return malformed.getPath()
                .stream()
                .map(step -> step.getPropertyName() == null
                        ? Integer.toString(step.getIndex())
                        : step.getPropertyName())
                .collect(Collectors.joining("."));
    }

    private static String expected(MismatchedInputException mismatch) {
        Class<?> target = mismatch.getTargetType();
        if (target == null) {
            return "another value";
        }
        return switch (target.getSimpleName()) {
            case "long", "Long", "int", "Integer", "BigInteger" -> "a whole number";
            case "boolean", "Boolean" -> "true or false";
            case "String" -> "a text";
            default -> "a value of another kind";
        };
    }
}
