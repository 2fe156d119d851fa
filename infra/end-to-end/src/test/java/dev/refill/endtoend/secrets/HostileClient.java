package dev.refill.endtoend.secrets;

import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.Partner;
import dev.refill.endtoend.stack.World;

/** A careless or hostile client: puts a text wherever a request has room for one, and keeps what it is told. */
public final class HostileClient {

    private final Caller caller;
    private final Made made;
    private final List<Way> ways;
    private final AtomicInteger serials = new AtomicInteger();
    private final Queue<Answered> answers = new ConcurrentLinkedQueue<>();

    /** @param orders that are paid, to ask for refunds of */
    public HostileClient(World world, Node node, Partner partner, List<String> orders) {
        this.caller = new Caller(world, node);
        this.made = Made.with(world, node, caller, partner, orders);
        this.ways = Stream.concat(ApiWays.of(caller, made).stream(), DoorWays.of(caller, made).stream()).toList();
    }

    public int ways() {
        return ways.size();
    }

    /** What it was told once and must not be seen again: secrets of endpoints and listeners. */
    public List<String> secrets() {
        return made.secrets();
    }

    public Collection<Answered> answers() {
        return answers;
    }

    /** Sends a text in so many ways, others each time, so that many texts come in all ways. */
    public void send(String text, int times) {
        for (int time = 0; time < times; time++) {
            int serial = serials.getAndIncrement();
            Way way = ways.get(serial % ways.size());
            note(way.name(), Caller.exchange(way.sending().of(text, serial)));
        }
    }

    /** Sends one more request, whatever it is. */
    public void ask(String path, String... headers) {
        note("GET " + path.replaceAll("[A-Za-z0-9_-]{24,}", "…"),
                Caller.exchange(caller.request("GET", path, "", headers)));
    }

    /** Lets the reserved part of a balance go, which the books take for one that a dispute has frozen. */
    public void release() {
        made.release(caller);
    }

    private void note(String name, HttpResponse<byte[]> answer) {
        answers.add(Answered.of(name, answer));
    }
}
