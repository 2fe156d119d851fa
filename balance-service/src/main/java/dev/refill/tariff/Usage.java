package dev.refill.tariff;

import java.time.Instant;
import java.util.List;

import dev.refill.tariff.plan.Service;
import dev.refill.tariff.plan.Zones;

/** What somebody used, from when on. Nothing used is a usage of quantity 0 and costs nothing. */
public sealed interface Usage {

    Service service();

    Instant start();

    /** In the unit of the service. */
    long quantity();

    /** When the part of the usage began that lies behind so much of it. Only a call takes time. */
    default Instant at(long used) {
        return start();
    }

    /**
     * A voice call.
     *
     * @param destination {@code +} and digits, or a short code
     * @param seconds 0 to 604,800
     */
    record Call(String destination, Instant start, long seconds) implements Usage {

        public Call {
            requireDestination(destination);
            requireQuantity(Service.VOICE, seconds);
        }

        @Override
        public Service service() {
            return Service.VOICE;
        }

        @Override
        public long quantity() {
            return seconds;
        }

        @Override
        public Instant at(long used) {
            return start.plusSeconds(used);
        }
    }

    /**
     * Text messages, sent at once.
     *
     * @param destination {@code +} and digits, or a short code
     * @param count 0 to 1,000
     */
    record Messages(String destination, Instant start, long count) implements Usage {

        public Messages {
            requireDestination(destination);
            requireQuantity(Service.SMS, count);
        }

        @Override
        public Service service() {
            return Service.SMS;
        }

        @Override
        public long quantity() {
            return count;
        }
    }

    /**
     * Data traffic. When it flowed is known as far as somebody said so: what was used behind a mark began at the mark's time, what
     * was used before the first one at the start.
     *
     * @param ratingGroup as the network classifies it, 0 to 4,294,967,295
     * @param bytes 0 to 2⁵⁰
     * @param marks by their place, each later than the one before
     */
    record Traffic(long ratingGroup, Instant start, long bytes, List<Mark> marks) implements Usage {

        public static final long LAST_RATING_GROUP = 4_294_967_295L;

        public Traffic {
            if (ratingGroup < 0 || ratingGroup > LAST_RATING_GROUP) {
                throw new IllegalArgumentException(
                        "rating group: " + ratingGroup + " (expected: 0 to " + LAST_RATING_GROUP + ")");
            }
            requireQuantity(Service.DATA, bytes);
            marks = List.copyOf(marks);
        }

        /** All of it as of its start. */
        public Traffic(long ratingGroup, Instant start, long bytes) {
            this(ratingGroup, start, bytes, List.of());
        }

        @Override
        public Service service() {
            return Service.DATA;
        }

        @Override
        public long quantity() {
            return bytes;
        }

        @Override
        public Instant at(long used) {
            Instant at = start;
            for (Mark mark : marks) {
                if (mark.used() > used) {
                    break;
                }
                at = mark.at();
            }
            return at;
        }

        /** Up to where the time stays what it is behind so much of it. */
        public long sameTimeUntil(long used) {
            return marks.stream().mapToLong(Mark::used).filter(place -> place > used).findFirst()
                    .orElse(Long.MAX_VALUE);
        }
    }

    /**
     * A place in traffic of which the time is known.
     *
     * @param used so many bytes had flowed, 0 or more
     * @param at when
     */
    record Mark(long used, Instant at) {}

    private static void requireDestination(String text) {
        if (!Zones.isNumber(text)) {
            throw new IllegalArgumentException("destination: " + text + " (expected: " + Zones.NUMBER + ")");
        }
    }

    private static void requireQuantity(Service service, long quantity) {
        if (quantity < 0 || quantity > service.most()) {
            throw new IllegalArgumentException(
                    service.word() + ": " + quantity + " (expected: 0 to " + service.most() + ")");
        }
    }
}
