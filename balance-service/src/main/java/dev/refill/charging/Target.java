package dev.refill.charging;

import java.time.Instant;
import java.util.List;

import dev.refill.tariff.Usage;
import dev.refill.tariff.plan.Service;

/** What is used: the part of a usage that stays the same however much of it there is. */
public sealed interface Target {

    Service service();

    /** As the client writes it: a number, or a rating group in digits. */
    String key();

    /**
     * So much of it.
     *
     * @param quantity 0 or more, in the unit of the service
     * @param marks what is known of when it flowed; only traffic has any
     */
    Usage usage(Instant start, long quantity, List<Usage.Mark> marks);

    /** All of it as of its start, or as a call goes on. */
    default Usage usage(Instant start, long quantity) {
        return usage(start, quantity, List.of());
    }

    /** As it stands in what is compared and kept, for example {@code data:10}. */
    default String word() {
        return service().word() + ":" + key();
    }

    /** A call to a number. */
    record Call(String key) implements Target {

        @Override
        public Service service() {
            return Service.VOICE;
        }

        @Override
        public Usage usage(Instant start, long quantity, List<Usage.Mark> marks) {
            return new Usage.Call(key, start, quantity);
        }
    }

    /** Messages to a number. */
    record Messages(String key) implements Target {

        @Override
        public Service service() {
            return Service.SMS;
        }

        @Override
        public Usage usage(Instant start, long quantity, List<Usage.Mark> marks) {
            return new Usage.Messages(key, start, quantity);
        }
    }

    /**
     * Data traffic.
     *
     * @param group 0 to {@link Usage.Traffic#LAST_RATING_GROUP}
     */
    record Traffic(long group) implements Target {

        @Override
        public Service service() {
            return Service.DATA;
        }

        @Override
        public String key() {
            return Long.toString(group);
        }

        @Override
        public Usage usage(Instant start, long quantity, List<Usage.Mark> marks) {
            return new Usage.Traffic(group, start, quantity, marks);
        }
    }

    /** @param key as {@link #key} gives it */
    static Target of(Service service, String key) {
        return switch (service) {
            case VOICE -> new Call(key);
            case SMS -> new Messages(key);
            case DATA -> new Traffic(Long.parseLong(key));
        };
    }
}
