package dev.refill.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

import dev.refill.local.postgres.LocalPostgres;
import dev.refill.sandbox.SandboxMain;
import dev.refill.sandbox.SandboxSettings;
import dev.refill.testsupport.JavaProcess;
import dev.refill.testsupport.TestIssuer;

/** A durable database, the sandbox provider, the application and an echo, each a process, and an issuer in this one. */
public final class Stack implements AutoCloseable {

    /** The name of the application's database. */
    public static final String APPLICATION = "refill";
    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final String QUIET = "-Dlogback.configurationFile=dev/refill/benchmarks/quiet.xml";
    private static final String API_KEY = SandboxSettings.DEFAULT_API_KEY;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final int port = freePort();
    private final int sandboxPort = freePort();
    private final LocalPostgres postgres;
    private final Database database;
    private final TestIssuer issuer;
    private final JavaProcess sandbox;
    private final JavaProcess application;
    private final JavaProcess echo;
    private final int echoPort;

    private Stack(@Nullable Path profile, IntFunction<List<String>> more) {
        postgres = keep(LocalPostgres.durable(keep(TemporaryFolder.create()).path()));
        Database.create(postgres, APPLICATION);
        Database.create(postgres, Pgbench.DATABASE);
        database = keep(Database.of(postgres, APPLICATION));
        issuer = keep(TestIssuer.forPortalAt(URI.create("http://localhost:" + port)));
        sandbox = keep(child(SandboxMain.class.getName(), List.of("-Xmx1g", "-XX:+UseParallelGC", QUIET),
                List.of("--port=" + sandboxPort, "--webhook-url=http://localhost:" + port + "/webhooks/stripe")));
        sandbox.awaitLine("ready on", LONGEST_START);
        echo = keep(child(EchoMain.class.getName(), List.of("-Xmx256m", QUIET), List.of()));
        echoPort = Integer.parseInt(echo.awaitLine(EchoMain.READY, LONGEST_START).substring(EchoMain.READY.length()));
        application = keep(child("dev.refill.app.RefillApplication", jvm(profile), arguments(more.apply(sandboxPort))));
        awaitReady();
    }

    /**
     * Starts everything and waits until the application is ready.
     *
     * @param profile where the application leaves a flight recording
     * @param more settings of the application, each {@code --name=value}
     */
    public static Stack start(@Nullable Path profile, List<String> more) {
        return start(profile, sandboxPort -> more);
    }

    /**
     * Starts everything and waits until the application is ready.
     *
     * @param profile where the application leaves a flight recording
     * @param more settings of the application, each {@code --name=value}, by the sandbox's port
     */
    public static Stack start(@Nullable Path profile, IntFunction<List<String>> more) {
        return new Stack(profile, more);
    }

    /** Starts one more process with the options of the application's Java, which ends with the rest. */
    public JavaProcess beside(String main, List<String> arguments) {
        return keep(child(main, jvm(null), arguments));
    }

    private <T extends AutoCloseable> T keep(T part) {
        open.addFirst(part);
        return part;
    }

    private static JavaProcess child(String main, List<String> jvm, List<String> arguments) {
        List<String> options = new ArrayList<>(jvm);
        options.add("--enable-native-access=ALL-UNNAMED");
        return JavaProcess.start(main, System.getProperty("java.class.path"), options, Map.of(), arguments);
    }

    /** The options of {@code infra/bin/refill}, with a heap that leaves room for the others. */
    private static List<String> jvm(@Nullable Path profile) {
        List<String> options = new ArrayList<>(List.of("-Xmx1g", "-XX:+UseParallelGC",
                "-XX:+IgnoreUnrecognizedVMOptions", "-XX:+UseCompactObjectHeaders"));
        if (profile != null) {
            options.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + profile);
        }
        return options;
    }

    private List<String> arguments(List<String> more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=" + port,
                "--management.server.port=0",
                "--refill.mode=local",
                "--refill.database.url=" + postgres.r2dbcUrl(APPLICATION),
                "--refill.database.username=" + postgres.username(),
                "--refill.database.password=" + postgres.password(),
                "--refill.security.issuer=" + issuer.uri(),
                "--refill.security.portal-client.secret=portal-secret",
                "--refill.gateways.stripe.api-base=http://localhost:" + sandboxPort,
                "--refill.gateways.stripe.api-key=" + API_KEY,
                "--refill.gateways.stripe.webhook-secrets=" + SandboxSettings.DEFAULT_WEBHOOK_SECRET,
                "--refill.portal.payment-origins=http://localhost:" + sandboxPort,
                "--refill.recharge.portal-url=http://localhost:" + port,
                "--refill.recharge.order-token-secret=benchmark-order-token-secret-0123456789",
                "--refill.outbound.sealing-keys=benchmark-sealing-key-0123456789-0123456789",
                // Every webhook arrives here; at this rate the list of minutes would be as long as that of days elsewhere.
                "--refill.webhooks.sweep.every=1d",
                // A few subscribers and one client stand for a country, so the limits of one person are lifted.
                "--refill.recharge.risk.orders-per-number-and-hour=1000000",
                "--refill.recharge.risk.amount-per-number-and-day=100000000000",
                "--refill.recharge.risk.orders-per-client-and-second=1000000"));
        arguments.addAll(more);
        return arguments;
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (!isReady()) {
            if (!application.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "the application is not ready:\n" + String.join("\n", application.output()));
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private boolean isReady() {
        try (Wire wire = Wire.to(port)) {
            return wire.exchange(Wire.get("/readyz")).status() == 200;
        } catch (IOException | UncheckedIOException notYet) {
            return false;
        }
    }

    /** Of the application. */
    public int port() {
        return port;
    }

    int sandboxPort() {
        return sandboxPort;
    }

    /** Sets a fault at the sandbox, given as the control API's JSON. */
    public void fault(String json) {
        control(Wire.post("/sandbox/faults", "", json));
    }

    /** Clears all faults of the sandbox. */
    public void heal() {
        control(Wire.delete("/sandbox/faults"));
    }

    private void control(byte[] request) {
        try (Wire wire = Wire.to(sandboxPort)) {
            Wire.Answer answer = wire.exchange(request);
            Proof.equal("the sandbox took it: " + answer, answer.status() / 100, 2);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    int echoPort() {
        return echoPort;
    }

    /** The server. */
    public LocalPostgres postgres() {
        return postgres;
    }

    /** A connection to the application's database. */
    public Database database() {
        return database;
    }

    /** A token of a client that acts for itself, good for some minutes. */
    public String token(String client, String... scopes) {
        return issuer.client(client, scopes);
    }

    /** Whose tokens are trusted. */
    public URI issuer() {
        return issuer.uri();
    }

    /** The application's process. */
    public long pid() {
        return application.pid();
    }

    /** Milliseconds of processor time used so far. */
    Usage usage() {
        return new Usage(ProcessorTime.ofProcess(application.pid()), ProcessorTime.ofProcess(sandbox.pid()),
                ProcessorTime.ofFamily(database.postmaster()), ProcessorTime.ofProcess(echo.pid()),
                ProcessorTime.ofProcess(ProcessHandle.current().pid()));
    }

    /** Milliseconds of processor time, by process; PostgreSQL with all its servers. */
    record Usage(long application, long sandbox, long postgres, long echo, long driver) {

        Usage since(Usage before) {
            return new Usage(application - before.application, sandbox - before.sandbox, postgres - before.postgres,
                    echo - before.echo, driver - before.driver);
        }
    }

    /** Stops in the reverse order of the start, the application in peace so that it leaves its flight recording. */
    @Override
    public void close() {
        application.terminate(Duration.ofSeconds(60));
        for (AutoCloseable part : open) {
            close(part);
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception failure) {
            System.err.println("not stopped in order: " + failure);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }
}
