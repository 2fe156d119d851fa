package dev.refill.subscriber.web;

import java.util.Optional;
import java.util.Set;

import dev.refill.subscriber.Language;
import dev.refill.subscriber.Terms;

/** Terms in a request: what is not there stays as it was, and {@code null} is as if nothing had been agreed. */
final class TermsPatch {

    static final Set<String> FIELDS = Set.of("plan", "language", "spendingPerDay", "spendingPerMonth", "overdraft");

    private TermsPatch() {}

    /** The errors of the body tell what is wrong, whatever was before. */
    static Terms apply(JsonBody body, Terms before) {
        return new Terms(
                body.patched("plan", Optional.ofNullable(before.plan()), Terms::plan, Terms.EXPECTED_PLAN)
                        .orElse(null),
                body.patched("language", Optional.of(before.language()), Language::parse, Language.EXPECTED)
                        .orElse(Terms.DEFAULT.language()),
                body.patched("spendingPerDay", Optional.ofNullable(before.perDay()), Terms.MOST).orElse(null),
                body.patched("spendingPerMonth", Optional.ofNullable(before.perMonth()), Terms.MOST).orElse(null),
                body.patched("overdraft", Optional.of(before.overdraft()), Terms.MOST)
                        .orElse(Terms.DEFAULT.overdraft()));
    }
}
