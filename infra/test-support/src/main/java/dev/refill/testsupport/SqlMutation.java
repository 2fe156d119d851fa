package dev.refill.testsupport;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import io.r2dbc.spi.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs tests against a mutant. Every {@link TestDatabase} that is opened meanwhile in this JVM has the fault; one mutation runs
 * at a time.
 */
public final class SqlMutation {

    private static final AtomicReference<@Nullable SqlMutation> RUNNING = new AtomicReference<>();

    /** Tests that noticed a mutant and pass without it, by their ids. */
    private static final Set<String> SOUND = ConcurrentHashMap.newKeySet();

    private final SqlMutant mutant;
    private final Set<String> changedStatements = Collections.synchronizedSet(new HashSet<>());
    private volatile @Nullable IllegalStateException misfit;

    private SqlMutation(SqlMutant mutant) {
        this.mutant = mutant;
    }

    /**
     * Runs the tests in their order up to the first that fails, and prints which one it was.
     *
     * @throws AssertionError if all pass, or if the one that fails does so without the fault, too
     * @throws IllegalStateException if the mutant's text is not where it should be, exactly once
     */
    public static void kill(SqlMutant mutant, Class<?>... tests) {
        Failure killer = mutated(mutant, tests)
                .orElseThrow(() -> new AssertionError(mutant + ": survives " + Arrays.toString(tests)));
        if (!SOUND.contains(killer.id()) && firstFailure(DiscoverySelectors.selectUniqueId(killer.id())).isPresent()) {
            throw new AssertionError(killer.test() + ": fails without " + mutant + ", too");
        }
        SOUND.add(killer.id());
        System.out.println("FIGURE mutant | " + mutant + " | " + killer.test());
    }

    private static Optional<Failure> mutated(SqlMutant mutant, Class<?>... tests) {
        SqlMutation mutation = new SqlMutation(mutant);
        if (!RUNNING.compareAndSet(null, mutation)) {
            throw new IllegalStateException("another mutation is running");
        }
        try {
            mutation.openOnce();
            Optional<Failure> failure = firstFailure(Arrays.stream(tests).map(DiscoverySelectors::selectClass)
                    .toArray(DiscoverySelector[]::new));
            mutation.requireApplied();
            return failure;
        } finally {
            RUNNING.set(null);
        }
    }

    /** A mutant that does not fit must not look like one that was killed: it is made once outside the tests. */
    private void openOnce() {
        switch (mutant) {
            case SqlMutant.InFunction function -> TestDatabase.with(function.schema()).close();
            case SqlMutant.InSchema schema -> TestDatabase.with(schema.schema()).close();
            case SqlMutant.InStatement statement -> {
                // Known after the tests only, which send it.
            }
        }
    }

    private static Optional<Failure> firstFailure(DiscoverySelector... tests) {
        var listener = new FirstFailure();
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(tests)
                // A mutant may wait for ever.
                .configurationParameter("junit.jupiter.execution.timeout.default", "60 s")
                .build();
        LauncherFactory.create(LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .build())
                .execute(LauncherExecutionRequestBuilder.request(request)
                        .listeners(listener)
                        .cancellationToken(listener.token)
                        .build());
        return Optional.ofNullable(listener.failure);
    }

    private record Failure(String id, String test) {

        static Failure of(TestIdentifier identifier) {
            return new Failure(identifier.getUniqueId(), identifier.getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(MethodSource.class::cast)
                    .map(method -> method.getJavaClass().getSimpleName() + "." + method.getMethodName())
                    .orElse(identifier.getDisplayName()));
        }
    }

    private static final class FirstFailure implements TestExecutionListener {

        private final CancellationToken token = CancellationToken.create();
        private @Nullable Failure failure;

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (failure == null && result.getStatus() == TestExecutionResult.Status.FAILED) {
                failure = Failure.of(test);
                token.cancel();
            }
        }
    }

    private void requireApplied() {
        IllegalStateException fault = misfit;
        if (fault != null) {
            throw fault;
        }
        if (mutant instanceof SqlMutant.InStatement && changedStatements.size() != 1) {
            throw new IllegalStateException(mutant + ": in " + changedStatements.size() + " statements (expected: 1)");
        }
    }

    /** The mutant under which tests run now; {@code null}: none. */
    static @Nullable SqlMutant current() {
        SqlMutation running = RUNNING.get();
        return running == null ? null : running.mutant;
    }

    /** Connections whose statements have the fault of the mutant under which tests run now, if it is in a statement. */
    static ConnectionFactory over(ConnectionFactory connections) {
        SqlMutation running = RUNNING.get();
        return running != null && running.mutant instanceof SqlMutant.InStatement statement
                ? new MutatedConnections(connections, sql -> running.mutated(statement, sql))
                : connections;
    }

    private String mutated(SqlMutant.InStatement statement, String sql) {
        try {
            String mutated = statement.mutated(sql);
            if (!mutated.equals(sql)) {
                changedStatements.add(sql);
            }
            return mutated;
        } catch (IllegalStateException notOnce) {
            misfit = notOnce;
            throw notOnce;
        }
    }
}
