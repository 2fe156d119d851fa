package dev.refill.subscriber.profile;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import dev.refill.subscriber.Msisdn;

/**
 * The numbers of a subscriber, 1 to {@link #MOST}, each once.
 *
 * @param main the one that is shown
 * @param others in ascending order
 */
public record Numbers(Msisdn main, List<Msisdn> others) {

    public static final int MOST = 8;

    public Numbers {
        others = others.stream().sorted(Comparator.comparing(Msisdn::e164)).toList();
        if (others.size() >= MOST
                || Stream.concat(Stream.of(main), others.stream()).distinct().count() <= others.size()) {
            throw new IllegalArgumentException("numbers: " + main + ", " + others + " (expected: 1 to " + MOST
                    + ", each once)");
        }
    }

    /** The main one first. */
    public static Numbers of(List<Msisdn> all) {
        return new Numbers(all.getFirst(), all.subList(1, all.size()));
    }

    /** The main one first. */
    public List<Msisdn> all() {
        return Stream.concat(Stream.of(main), others.stream()).toList();
    }

    boolean has(Msisdn number) {
        return all().contains(number);
    }

    boolean isFull() {
        return others.size() + 1 == MOST;
    }

    /** @param asMain whether it takes the place of the main one, which stays as another */
    Numbers with(Msisdn number, boolean asMain) {
        List<Msisdn> rest = all().stream().filter(other -> !other.equals(number)).toList();
        if (asMain) {
            return new Numbers(number, rest);
        }
        return has(number) ? this : new Numbers(main, Stream.concat(others.stream(), Stream.of(number)).toList());
    }

    /** @param number not the main one */
    Numbers without(Msisdn number) {
        return new Numbers(main, others.stream().filter(other -> !other.equals(number)).toList());
    }
}
