package dev.refill.sandbox.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/** The switches that are set. Safe to use from any thread; costs next to nothing while none is set. */
public final class Faults {

    private static final int MOST = 1_000;

    private final List<Switch> switches = new CopyOnWriteArrayList<>();

    /** @throws IllegalStateException when too many are set already */
    public void set(Fault fault) {
        if (switches.size() >= MOST) {
            throw new IllegalStateException("faults: " + switches.size() + " (expected: at most " + MOST + ")");
        }
        switches.add(new Switch(fault, new AtomicInteger(fault.times() == null ? -1 : fault.times())));
    }

    public void clear() {
        switches.clear();
    }

    /** What is set, with {@code times} as what is left. */
    public List<Fault> left() {
        return switches.stream().map(Switch::left).toList();
    }

    /**
     * Uses up one turn of every request fault that concerns an operation, in the order in which they were set.
     *
     * @param ignored what the operation cannot obey, and so uses no turn of
     */
    public List<Fault> ofRequest(String operation, Set<Kind> ignored) {
        return switches.isEmpty() ? List.of() : taken(operation, false, ignored);
    }

    /**
     * Uses up one turn of every webhook fault that concerns an event type.
     *
     * @param ignored what the provider's words have no place for, and so use no turn of
     */
    public List<Fault> ofWebhook(String type, Set<Kind> ignored) {
        return switches.isEmpty() ? List.of() : taken(type, true, ignored);
    }

    public static @Nullable Fault first(List<Fault> faults, Kind kind) {
        return faults.stream().filter(fault -> fault.kind() == kind).findFirst().orElse(null);
    }

    private List<Fault> taken(String target, boolean webhooks, Set<Kind> ignored) {
        List<Fault> taken = new ArrayList<>();
        for (Switch one : switches) {
            Fault fault = one.fault;
            if (fault.kind().ofWebhooks() == webhooks && !ignored.contains(fault.kind())
                    && (fault.target() == null || fault.target().equals(target)) && one.take()) {
                taken.add(fault);
            }
        }
        switches.removeIf(Switch::usedUp);
        return taken;
    }

    /** @param remaining negative for ever */
    private record Switch(Fault fault, AtomicInteger remaining) {

        boolean take() {
            return remaining.getAndUpdate(left -> left > 0 ? left - 1 : left) != 0;
        }

        boolean usedUp() {
            return remaining.get() == 0;
        }

        Fault left() {
            int times = remaining.get();
            return new Fault(fault.kind(), fault.target(), times < 0 ? null : Math.max(times, 1), fault.millis(),
                    fault.count(), fault.seed(), fault.value());
        }
    }
}
