package dev.refill.benchmarks.charging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import dev.refill.benchmarks.Bound;
import dev.refill.benchmarks.Database;
import dev.refill.benchmarks.Figures;
import dev.refill.benchmarks.HttpLoop;
import dev.refill.benchmarks.Network;
import dev.refill.benchmarks.Paced;
import dev.refill.benchmarks.Proof;
import dev.refill.benchmarks.Results;
import dev.refill.benchmarks.Stack;
import dev.refill.benchmarks.Wire;
import dev.refill.local.issuer.LocalIdentities;
import dev.refill.testsupport.JavaProcess;

/** Events and reports of sessions, to the application and to a bare endpoint in turn; then to the application at half its rate. */
final class OverHttp implements AutoCloseable {

    private static final String CLIENT = LocalIdentities.DEMO_NETWORK;
    private static final int SUBSCRIBERS = 10_000;
    private static final int CONNECTIONS_TO_DATABASE = 4;
    private static final Duration LONGEST_START = Duration.ofMinutes(1);
    private static final int WARM_UP_CONNECTIONS = 64;
    private static final double LEAST_OF_BARE = 0.25;
    /** As many as are never all busy at half load. */
    private static final int HALF_LOAD_CONNECTIONS = 128;
    private static final double MOST_MILLIS = 10;

    private final ChargingSettings settings;
    private final Stack stack;
    private final Requests charged = new Requests(CLIENT, SUBSCRIBERS);
    private final Requests ignored = new Requests(CLIENT, SUBSCRIBERS);
    private final Endpoint events;
    private final Endpoint reports;
    private final List<Endpoint> inTurn;
    private final Results<Point> results = new Results<>();
    private final Results<Way> halfLoad = new Results<>();

    OverHttp(ChargingSettings settings) {
        this.settings = settings;
        this.stack = Stack.start(settings.profile(), List.of("--refill.charging.validity=1d"));
        this.events = new Endpoint(Way.EVENTS, stack.port(), stack.pid(), charged::event);
        this.reports = new Endpoint(Way.REPORTS, stack.port(), stack.pid(), charged::report);
        provision();
        authorize();
        JavaProcess bare = BareMain.start(stack, lengthOfAnswer(charged.event()), lengthOfAnswer(charged.report()));
        int port = Integer.parseInt(bare.awaitLine(BareMain.READY, LONGEST_START).substring(BareMain.READY.length()));
        this.inTurn = List.of(
                events, new Endpoint(Way.BARE_EVENTS, port, bare.pid(), ignored::event),
                reports, new Endpoint(Way.BARE_REPORTS, port, bare.pid(), ignored::report));
    }

    private void provision() {
        Customers.make(stack.database(), SUBSCRIBERS);
        try (Network network = network()) {
            network.putPlan();
            network.beginSessions(CLIENT);
        }
    }

    private Network network() {
        return new Network(stack.postgres(), Stack.APPLICATION, CONNECTIONS_TO_DATABASE, SUBSCRIBERS);
    }

    private void authorize() {
        String token = stack.token(CLIENT, "charging");
        charged.authorize(token);
        ignored.authorize(token);
    }

    /** In bytes, of the application. */
    private int lengthOfAnswer(byte[] request) {
        try (Wire wire = Wire.to(stack.port())) {
            Wire.Answer answer = wire.exchange(request);
            Proof.equal("status of " + answer, answer.status(), 200);
            return answer.body().getBytes(StandardCharsets.UTF_8).length;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Measures all and prints it. */
    List<Bound> run() {
        warmUp();
        for (int number = 1; number <= settings.runs(); number++) {
            System.err.printf("Over HTTP, run %d of %d ...%n", number, settings.runs());
            settings.connections().forEach(this::measure);
        }
        for (int number = 1; number <= settings.runs(); number++) {
            halfLoad(events);
            halfLoad(reports);
        }
        ChargingTable.rows("Over HTTP", results);
        ChargingTable.halfLoad(halfLoad, events.refused() + reports.refused());
        return List.of(
                ChargingBounds.ratio(results, Way.EVENTS, Way.BARE_EVENTS, LEAST_OF_BARE),
                ChargingBounds.ratio(results, Way.REPORTS, Way.BARE_REPORTS, LEAST_OF_BARE),
                atMost(Way.EVENTS), atMost(Way.REPORTS));
    }

    private void warmUp() {
        int seconds = Math.max(1, settings.warmUp() / inTurn.size());
        inTurn.forEach(endpoint -> ask(endpoint, loop -> loop.run(WARM_UP_CONNECTIONS, seconds)));
        stack.database().execute("VACUUM ANALYZE");
        stack.database().execute("CHECKPOINT");
    }

    private void measure(int connections) {
        inTurn.forEach(endpoint -> results.add(new Point(endpoint.way(), connections),
                ask(endpoint, loop -> loop.run(connections, settings.seconds()))));
    }

    private void halfLoad(Endpoint endpoint) {
        double rate = results.at(ChargingBounds.best(results, endpoint.way())).rate() / 2;
        halfLoad.add(endpoint.way(),
                ask(endpoint, loop -> loop.paced(rate, HALF_LOAD_CONNECTIONS, 2 * settings.seconds())));
    }

    private Figures ask(Endpoint endpoint, Function<HttpLoop, Paced> work) {
        authorize();
        return endpoint.ask(stack.database(), work);
    }

    private Bound atMost(Way way) {
        return new Bound(way + ", p99 at half of the best rate", halfLoad.at(way).p99(), "ms", MOST_MILLIS, true);
    }

    /**
     * Proves the books: each answer was charged once, those by which their length was measured among them.
     *
     * @return how many debits there are
     * @throws IllegalStateException if anything is wrong
     */
    long check() {
        long charges = events.answered() + 1;
        long updates = reports.answered() + 1;
        try (Network network = network()) {
            network.check();
        }
        Database database = stack.database();
        ChargedEvents.check(database, charges);
        Proof.equal("answers about sessions", database.number(
                "SELECT count(*) FROM balance.charging_answer WHERE starts_with(id, 'ses_')"), SUBSCRIBERS + updates);
        Proof.equal("bytes used", database.number(
                "SELECT coalesce(sum(quantity), 0)::bigint FROM balance.usage WHERE service = 'data'"),
                Requests.USED * updates);
        Proof.equal("credit used for data", database.number(
                "SELECT coalesce(sum(balance), 0)::bigint FROM balance.account WHERE account = 'used-credit:data'"),
                database.number("SELECT coalesce(sum(charged), 0)::bigint FROM balance.usage WHERE service = 'data'"));
        return charges + updates;
    }

    @Override
    public void close() {
        stack.close();
    }
}
