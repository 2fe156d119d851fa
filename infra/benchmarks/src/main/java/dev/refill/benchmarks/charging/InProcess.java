package dev.refill.benchmarks.charging;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.refill.benchmarks.Bound;
import dev.refill.benchmarks.Results;
import dev.refill.benchmarks.TemporaryFolder;
import dev.refill.local.postgres.LocalPostgres;

/** Debits without HTTP, many at the same time: beside pgbench, and with many buckets beside few. */
final class InProcess implements AutoCloseable {

    private static final List<Integer> PGBENCH_CLIENTS = List.of(1, 4, 16, 64);
    private static final double LEAST_OF_PGBENCH = 2;
    private static final int WARM_UP_CALLERS = 64;
    /** Enough for full batches. */
    private static final int CROWD_CALLERS = 256;

    private final ChargingSettings settings;
    private final TemporaryFolder folder = TemporaryFolder.create();
    private final LocalPostgres server = LocalPostgres.durable(folder.path(), Map.of());
    private final PlainDebits plain = new PlainDebits(server);
    private final List<Crowd> crowds = new ArrayList<>();
    private final Results<Point> beside = new Results<>();
    private final Results<Crowd> bySize = new Results<>();

    InProcess(ChargingSettings settings) {
        this.settings = settings;
        settings.buckets().forEach(buckets -> crowds.add(Crowd.of(server, buckets)));
    }

    /** Measures all and prints it. */
    List<Bound> run() {
        ChargingTable.head(plain.version(), settings);
        crowds.forEach(crowd -> crowd.charge(WARM_UP_CALLERS, Math.max(1, settings.warmUp() / crowds.size())));
        for (int number = 1; number <= settings.runs(); number++) {
            System.err.printf("In process, run %d of %d ...%n", number, settings.runs());
            besidePgbench();
            crowds.forEach(crowd -> bySize.add(crowd, crowd.chargeAndReckon(CROWD_CALLERS, settings.seconds())));
        }
        ChargingTable.rows("In process", beside);
        ChargingTable.sizes(CROWD_CALLERS, bySize);
        return List.of(bound());
    }

    private void besidePgbench() {
        PlainDebits.WAYS.forEach(way -> PGBENCH_CLIENTS.stream()
                .map(clients -> new Point(way, clients))
                .forEach(point -> beside.add(point, plain.measure(point, settings.seconds()))));
        settings.callers().forEach(callers -> beside.add(new Point(Way.IN_PROCESS, callers),
                crowds.getFirst().charge(callers, settings.seconds())));
    }

    private Bound bound() {
        return ChargingBounds.ratio(beside, Way.IN_PROCESS, Way.PGBENCH_SHARED, LEAST_OF_PGBENCH);
    }

    /**
     * Proves all books.
     *
     * @return how many debits there are
     * @throws IllegalStateException if anything is wrong
     */
    long check() {
        return plain.check() + crowds.stream().mapToLong(Crowd::check).sum();
    }

    @Override
    public void close() {
        crowds.forEach(Crowd::close);
        plain.close();
        server.close();
        folder.close();
    }
}
