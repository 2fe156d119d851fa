package dev.refill.testkit.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Keeps what the contract tests of a module really did, beside its other test reports: for each test class a file
 * {@code target/contracts/<class>.csv} with {@code contract,test,run,passed} on each line. JUnit finds this listener by itself
 * wherever the kit is on the class path. docs/generated/gateways.md is made of these files.
 */
public final class ContractReport implements TestExecutionListener {

    private static final Path BUILT = Path.of("target");

    private final SortedMap<String, SortedMap<String, Count>> byClass = new TreeMap<>();

    private record Count(int run, int passed) {

        Count and(boolean hasPassed) {
            return new Count(run + 1, passed + (hasPassed ? 1 : 0));
        }
    }

    /** A factory of tests counts by its tests, unless it made none. */
    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        var passed = result.getStatus() == Status.SUCCESSFUL;
        if (test.isTest() || !passed) {
            count(test, passed);
        }
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier test, String reason) {
        count(test, false);
    }

    @Override
    public synchronized void testPlanExecutionFinished(TestPlan plan) {
        byClass.forEach(ContractReport::keep);
        byClass.clear();
    }

    private void count(TestIdentifier test, boolean passed) {
        if (test.getSource().orElse(null) instanceof MethodSource method && isOfAContract(method)) {
            var contract = method.getJavaMethod().getDeclaringClass().getSimpleName();
            byClass.computeIfAbsent(method.getJavaClass().getSimpleName(), _class -> new TreeMap<>())
                    .merge(contract + "," + method.getMethodName(), new Count(0, 0).and(passed),
                            (counted, _one) -> counted.and(passed));
        }
    }

    private static boolean isOfAContract(MethodSource method) {
        var declaring = method.getJavaMethod().getDeclaringClass();
        return declaring.isInterface() && declaring.getPackage().equals(ContractReport.class.getPackage());
    }

    private static void keep(String testClass, SortedMap<String, Count> tests) {
        var lines = tests.entrySet().stream()
                .map(test -> test.getKey() + "," + test.getValue().run() + "," + test.getValue().passed() + "\n")
                .collect(Collectors.joining());
        try {
            Files.createDirectories(BUILT.resolve("contracts"));
            Files.writeString(BUILT.resolve("contracts").resolve(testClass + ".csv"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
