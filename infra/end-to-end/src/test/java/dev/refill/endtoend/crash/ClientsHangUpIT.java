package dev.refill.endtoend.crash;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.refill.endtoend.stack.Api;
import dev.refill.endtoend.stack.HangingUp;
import dev.refill.endtoend.stack.InParallel;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.Until;
import dev.refill.endtoend.stack.World;
import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections of clients are cut at random moments; then as many writes are acknowledged over the same pool. None of them
 * may be lost, no connection may be left in a transaction, and every order must be completed. {@code -Dclients=} and
 * {@code -Dseed=} choose how many and when.
 *
 * <p>The same harness is held to {@link OldFashionedService}, which has none of our safeguards, so that we know that it
 * would notice.
 */
class ClientsHangUpIT {

    private static final Duration LONGEST = Duration.ofMinutes(2);
    /** Some hang up before anything is begun, most in the middle, some after the answer. */
    private static final Duration LONGEST_CALL = Duration.ofMillis(250);
    private static final Duration LONGEST_CALL_OF_OLD = Duration.ofMillis(40);

    private final int clients = Integer.getInteger("clients", 300);
    private final long seed = Long.getLong("seed", 20_260_301L);

    /** What is left behind by clients that hung up. */
    private record Damage(long inTransaction, long acknowledged, long lost) {

        boolean none() {
            return inTransaction == 0 && lost == 0;
        }
    }

    /** Looks from a session of its own, outside the pool that is under test, once transactions that go on have ended. */
    private static long leftInTransaction(TestDatabase database) {
        String idle = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND state LIKE 'idle in transaction%' AND pid <> pg_backend_pid()";
        Until.holds("only forgotten transactions are open", LONGEST,
                () -> count(database, idle + " AND xact_start > clock_timestamp() - interval '2 seconds'") == 0);
        return count(database, idle);
    }

    private static long count(TestDatabase database, String sql) {
        return database.client().sql(sql).map(row -> row.get(0, Long.class)).one().blockOptional(LONGEST).orElseThrow();
    }

    private static Damage damage(TestDatabase database, Set<String> acknowledged, String visible) {
        List<String> seen = database.client().sql(visible).map(row -> String.valueOf(row.get(0, String.class))).all()
                .collectList().blockOptional(LONGEST).orElseThrow();
        Set<String> lost = ConcurrentHashMap.newKeySet();
        lost.addAll(acknowledged);
        seen.forEach(lost::remove);
        return new Damage(leftInTransaction(database), acknowledged.size(), lost.size());
    }

    /** So many writes by many callers; the ids of those that were acknowledged. */
    private static Set<String> write(int writes, Function<Integer, String> write) {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        InParallel.each(IntStream.range(0, writes).boxed().toList(), number -> acknowledged.add(write.apply(number)));
        return acknowledged;
    }

    @Test
    void nothingIsLostAndEveryOrderIsCompleted() {
        try (World world = new World(); Node node = world.startNode("--refill.database.pool-size=8")) {
            String token = world.token();
            String watched = node.api(token).place("watched", Api.rechargeOnPage(World.msisdn(199), 1_000)).id();
            int answered = new HangingUp(node.base().getPort(), seed, LONGEST_CALL).come(clients,
                    client -> request(client, token, watched));
            assertThat(leftInTransaction(world.database())).as("idle in transaction").isZero();
            var turnedAway = new AtomicInteger();
            Set<String> acknowledged = write(clients, number -> placed(node.api(token), number, turnedAway));
            assertThat(acknowledged).as("every write is acknowledged").hasSize(clients);
            Damage damage = damage(world.database(), acknowledged, "SELECT id FROM recharge.recharge");
            world.books().settleAndCheck(LONGEST);
            long begun = world.books().orders() - clients - 1;
            System.out.printf(
                    "FIGURE %d clients hung up within %d ms from seed %d, %d of them answered before; %d orders begun%n",
                    clients, LONGEST_CALL.toMillis(), seed, answered, begun);
            System.out.printf(
                    "FIGURE then %d of %d acknowledged writes lost, told %d times to come again, %d connections"
                            + " idle in transaction, %d of %d orders credited%n",
                    damage.lost(), damage.acknowledged(), turnedAway.get(), damage.inTransaction(),
                    world.books().ordersIn("CREDITED"), world.books().orders() - 1);
            assertThat(damage.none()).as(damage.toString()).isTrue();
            assertThat(begun).isPositive();
            assertThat(world.books().ordersIn("CREDITED")).isEqualTo(clients + begun);
        }
    }

    /** As a client does: told that the node is busy, it comes again with the same key. */
    private static String placed(Api api, int number, AtomicInteger turnedAway) {
        Set<String> id = ConcurrentHashMap.newKeySet();
        Until.holds("write-" + number + " is taken", LONGEST, () -> {
            Api.Answer answer = api.place("write-" + number,
                    Api.recharge(World.msisdn(number % 200), 1_000, "pm_card_visa"));
            if (isBusy(answer)) {
                turnedAway.incrementAndGet();
                return false;
            }
            assertThat(answer.status()).as(answer.toString()).isBetween(200, 299);
            return id.add(answer.id());
        });
        return String.join(",", id);
    }

    private static boolean isBusy(Api.Answer answer) {
        return (answer.status() == 503 || answer.status() == 409) && answer.retryAfter().isPresent();
    }

    /** Mostly orders; also looks, streams, webhooks and nonsense. */
    private static String request(int client, String token, String watched) {
        return switch (client % 10) {
            case 0 -> HangingUp.request("GET", "/v1/recharges/" + watched, token, "", "");
            case 1 -> HangingUp.request("GET", "/v1/recharges/" + watched + "/events", token, "", "");
            case 2 -> HangingUp.request("POST", "/webhooks/stripe", token, "Stripe-Signature: t=1,v1=00\r\n", "{}");
            // Twenty clients and one key: whoever has it, it is one order.
            case 3 -> HangingUp.order(token, "shared-" + client / 200,
                    Api.recharge(World.msisdn(7), 1_000, "pm_card_visa"));
            default -> HangingUp.order(token, "cut-" + client,
                    Api.recharge(World.msisdn(client % 200), 1_000, "pm_card_visa"));
        };
    }

    @ParameterizedTest
    @EnumSource
    void theHarnessNoticesWhatASafeguardPrevents(OldFashionedService.Work work) {
        int most = switch (work) {
            case OF_THE_REQUEST -> 60; // the first round mostly does
            case DETACHED -> 20;
        };
        try (TestDatabase database = TestDatabase.with();
                OldFashionedService service = new OldFashionedService(database, work)) {
            Damage worst = new Damage(0, 0, 0);
            int round = 0;
            while (round < most && worst.none()) {
                int now = round++;
                new HangingUp(service.port(), seed + now, LONGEST_CALL_OF_OLD).come(500,
                        client -> HangingUp.request("POST", "/entries/cut-" + now + "-" + client, "none", "", ""));
                Set<String> acknowledged = write(200, number -> service.note("note-" + now + "-" + number));
                worst = damage(database, acknowledged, "SELECT id FROM note");
            }
            System.out.printf(
                    "FIGURE a service that writes in transactions, %s: after %d rounds of 500 hang-ups %d connections idle in"
                            + " transaction, %d of %d acknowledged writes lost%n",
                    work, round, worst.inTransaction(), worst.lost(),
                    worst.acknowledged());
            assertThat(worst.none()).isEqualTo(work == OldFashionedService.Work.DETACHED);
        }
    }
}
