package dev.refill.benchmarks.charging;

import java.util.function.Function;
import java.util.function.Supplier;

import dev.refill.benchmarks.Database;
import dev.refill.benchmarks.Figures;
import dev.refill.benchmarks.HttpLoop;
import dev.refill.benchmarks.Paced;

/** Where requests of one kind go, and what became of them. Not safe for use by many threads. */
final class Endpoint {

    private final Way way;
    private final int port;
    private final long pid;
    private final Supplier<byte[]> requests;
    private long answered;
    private long refused;

    /** @param pid of the process that answers */
    Endpoint(Way way, int port, long pid, Supplier<byte[]> requests) {
        this.way = way;
        this.port = port;
        this.pid = pid;
        this.requests = requests;
    }

    Way way() {
        return way;
    }

    /** @param database of which the processor time is taken */
    Figures ask(Database database, Function<HttpLoop, Paced> work) {
        var loop = new HttpLoop(port, requests);
        Figures figures = Figures.measured(database, pid, 1, () -> counted(work.apply(loop)));
        refused += loop.refused();
        return figures;
    }

    private Paced counted(Paced paced) {
        answered += paced.seen().answers();
        return paced;
    }

    /** How many requests were answered. */
    long answered() {
        return answered;
    }

    /** How often a request was refused for now. */
    long refused() {
        return refused;
    }
}
