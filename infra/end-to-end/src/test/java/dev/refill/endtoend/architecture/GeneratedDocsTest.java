package dev.refill.endtoend.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.core.DependencyDepth;

import dev.refill.posting.Account;
import dev.refill.posting.PostingRule;
import dev.refill.posting.RuleLine;
import dev.refill.posting.Term;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.RechargeTransitions;
import dev.refill.recharge.dispute.DisputeState;
import dev.refill.recharge.dispute.DisputeTransitions;
import dev.refill.recharge.refund.RefundState;
import dev.refill.recharge.refund.RefundTransitions;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.profile.StatusTransitions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pictures in {@code docs/generated} are drawn from the code and compared with what is kept. To draw them anew, run this
 * test with {@code -Drefill.docs=write}.
 */
class GeneratedDocsTest {

    private static final Path DOCS = Path.of("").toAbsolutePath().resolve("../../docs/generated").normalize();

    @Test
    void picturesOfModulesAndStatesAreUpToDate() throws IOException {
        compareOrWrite("modules.md", modules());
        compareOrWrite("recharge-states.md", states());
        compareOrWrite("refund-states.md", refundStates());
        compareOrWrite("dispute-states.md", disputeStates());
        compareOrWrite("subscriber-statuses.md", subscriberStatuses());
        compareOrWrite("posting-rules.md", postingRules());
    }

    static void compareOrWrite(String name, String drawn) throws IOException {
        Path file = DOCS.resolve(name);
        if ("write".equals(System.getProperty("refill.docs"))) {
            Files.createDirectories(DOCS);
            Files.writeString(file, drawn);
        }
        assertThat(file).as("draw it anew with -Drefill.docs=write").hasContent(drawn);
    }

    private static String modules() {
        ApplicationModules all = ApplicationModules.of("dev.refill");
        TreeSet<String> arrows = new TreeSet<>();
        TreeSet<String> rows = new TreeSet<>();
        for (ApplicationModule module : all) {
            String name = module.getIdentifier().toString();
            rows.add(name);
            module.getDependencies(all, DependencyDepth.IMMEDIATE).uniqueModules()
                    .map(target -> "    %s --> %s%n".formatted(name, target.getIdentifier()))
                    .forEach(arrows::add);
        }
        return """
                # Modules

                Drawn from the code by `GeneratedDocsTest`. An arrow means *uses*; each box is a package below `dev.refill`.

                ```mermaid
                flowchart TD
                """ + rows.stream().map("    %s%n"::formatted).collect(Collectors.joining()) + String.join("", arrows)
                + "```\n";
    }

    private static String refundStates() {
        return """
                # States of a refund

                Drawn from the table in `RefundTransitions` by `GeneratedDocsTest`. A double border means that nothing is
                outstanding; money that comes back days later still leads out of *succeeded*. A refund that somebody made at the
                provider begins as *pending*.

                ```mermaid
                stateDiagram-v2
                    [*] --> AWAITING_APPROVAL : REQUESTED
                    [*] --> SENDING : REQUESTED
                    [*] --> PENDING : FOUND_AT_PROVIDER
                """ + RefundTransitions.rows().stream()
                .map(row -> "    %s --> %s : %s%n".formatted(row.from(), row.to(), row.event()))
                .collect(Collectors.joining())
                + Arrays.stream(RefundState.values())
                        .filter(RefundState::isTerminal)
                        .map("    %s --> [*]%n"::formatted)
                        .collect(Collectors.joining())
                + "```\n";
    }

    private static String disputeStates() {
        return """
                # States of a dispute

                Drawn from the table in `DisputeTransitions` by `GeneratedDocsTest`. A double border means that nothing is
                outstanding. News of money and of the verdict comes in any order: what is too early waits, what is late finds it
                done.

                ```mermaid
                stateDiagram-v2
                    [*] --> ASKED : ASKED
                    [*] --> OPENED : FUNDS_WITHDRAWN
                    [*] --> DISMISSED : WON
                """ + DisputeTransitions.rows().stream()
                .map(row -> "    %s --> %s : %s%n".formatted(row.from(), row.to(), row.event()))
                .collect(Collectors.joining())
                + Arrays.stream(DisputeState.values())
                        .filter(DisputeState::isTerminal)
                        .map("    %s --> [*]%n"::formatted)
                        .collect(Collectors.joining())
                + "```\n";
    }

    private static String subscriberStatuses() {
        return """
                # Statuses of a subscriber

                Drawn from the table in `StatusTransitions` by `GeneratedDocsTest`. Nothing leads out of *closed*.

                ```mermaid
                stateDiagram-v2
                    [*] --> ACTIVE : PROVISIONED
                """ + StatusTransitions.rows().stream()
                .map(row -> "    %s --> %s : %s%n".formatted(row.from(), row.to(), row.event()))
                .collect(Collectors.joining())
                + Arrays.stream(Subscriber.Status.values())
                        .filter(Subscriber.Status::isTerminal)
                        .map("    %s --> [*]%n"::formatted)
                        .collect(Collectors.joining())
                + "```\n";
    }

    private static String postingRules() {
        return """
                # Posting rules

                Printed from the tables `Account` and `PostingRule` by `GeneratedDocsTest`. What the accounts are for, and how to read this, is on
                [a page of its own](../concepts/accounts.md).

                ## Accounts

                | account | side | usual sign | reads as | posted to |
                |---|---|---|---|---|
                """ + Arrays.stream(Account.values())
                .map(account -> "| `%s` | %s | %s | %s | %s |%n".formatted(account.template(), lower(account.kind()),
                        sign(account.sign()), account.meaning(),
                        Account.notPostedTo().contains(account) ? "not yet" : "yes"))
                .collect(Collectors.joining()) + """

                ## Rules

                What is in one unit adds up to zero. A line that does not move is left out. *SQL*: a function of the schema makes the entry, and a
                test holds it against the rule. *Not yet*: nothing posts it so far.

                | what happens | entry | account | unit | moves by |
                |---|---|---|---|---|
                """ + Arrays.stream(PostingRule.values()).map(GeneratedDocsTest::rule).collect(Collectors.joining())
                + "\n## Words\n\n| word | meaning |\n|---|---|\n"
                + Arrays.stream(Term.values())
                        .map(term -> "| %s | %s |%n".formatted(term.word(), term.meaning()))
                        .collect(Collectors.joining());
    }

    private static String rule(PostingRule rule) {
        String how = !rule.isPosted() ? " (not yet)" : rule.isPostedBySql() ? " (SQL)" : "";
        StringBuilder rows = new StringBuilder();
        String event = rule.event();
        String kind = "`" + rule.kind() + "`" + how;
        for (RuleLine line : rule.lines()) {
            rows.append("| %s | %s | `%s` | %s | %s |%n".formatted(event, kind, line.accountText(), lower(line.leg()),
                    line.amountText().replace("-", " − ").replace("+", " + ").strip()));
            event = "";
            kind = "";
        }
        return rows.toString();
    }

    private static String sign(Account.Sign sign) {
        return switch (sign) {
            case PLUS -> "+";
            case MINUS -> "−";
            case EITHER -> "either";
        };
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static String states() {
        return """
                # States of a recharge

                Drawn from the table in `RechargeTransitions` by `GeneratedDocsTest`. A double border means that nothing is
                outstanding; money that arrives late still leads out of *declined*, *expired*, *cancelled* and *in_review*, and a
                person's decision out of *in_review*.

                ```mermaid
                stateDiagram-v2
                    [*] --> %s : ACCEPTED
                """.formatted(RechargeTransitions.FIRST) + RechargeTransitions.rows().stream()
                .map(row -> "    %s --> %s : %s%n".formatted(row.from(), row.to(), row.event()))
                .collect(Collectors.joining())
                + Arrays.stream(RechargeState.values())
                        .filter(RechargeState::isTerminal)
                        .map("    %s --> [*]%n"::formatted)
                        .collect(Collectors.joining())
                + "```\n";
    }
}
