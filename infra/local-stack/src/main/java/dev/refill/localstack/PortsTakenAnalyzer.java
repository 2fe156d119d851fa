package dev.refill.localstack;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which ports are taken and how to choose others, instead of a stack trace. */
final class PortsTakenAnalyzer extends AbstractFailureAnalyzer<PortsTaken> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, PortsTaken ports) {
        return new FailureAnalysis(
                lines(ports, "Port %2$d (%1$s) is taken by another program."),
                "Stop that program, or choose another port by property or environment, for example\n\n"
                        + lines(ports, "    %3$s=%4$d mvn spring-boot:run"),
                ports);
    }

    private static String lines(PortsTaken ports, String form) {
        return ports.taken().entrySet().stream().map(port -> line(port, form)).collect(Collectors.joining("\n"));
    }

    private static String line(Map.Entry<String, Integer> port, String form) {
        String variable = port.getKey().toUpperCase(Locale.ROOT).replace('.', '_');
        return String.format(form, port.getKey(), port.getValue(), variable, port.getValue() + 1);
    }
}
