package dev.refill.endtoend.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.core.DependencyDepth;

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
