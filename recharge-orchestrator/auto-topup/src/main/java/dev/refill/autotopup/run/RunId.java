package dev.refill.autotopup.run;

import java.time.Instant;
import java.util.regex.Pattern;

import org.springframework.modulith.NamedInterface;

import dev.refill.autotopup.rule.RuleId;

/** Names one occasion of a rule: whoever meets it, on whichever node, names it alike. */
@NamedInterface("runs")
public record RunId(String value) {

    private static final Pattern FORM = Pattern.compile("atu_[0-9a-f]{32}_[cs][0-9]{1,19}");

    public RunId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("run: " + value + " (expected: " + FORM + ")");
        }
    }

    /** @param number of the crossing of the rule's mark */
    public static RunId crossing(RuleId rule, long number) {
        return new RunId(rule + "_c" + number);
    }

    /** @param at the instant of the rule's schedule, in whole minutes */
    public static RunId scheduled(RuleId rule, Instant at) {
        return new RunId(rule + "_s" + at.getEpochSecond());
    }

    @Override
    public String toString() {
        return value;
    }
}
