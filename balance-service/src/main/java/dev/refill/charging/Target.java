package dev.refill.charging;

import java.time.Instant;

import dev.refill.tariff.Usage;
import dev.refill.tariff.plan.Service;

/** What is used: the part of a usage that stays the same however much of it there is. */
public sealed interface Target {

    Service service();

    /** As the client writes it: a number, or a rating group in digits. */
    String key();

    /** @param quantity 0 or more, in the unit of the service */
    Usage usage(Instant start, long quantity);

    /** A call to a number. */
    record Call(String key) implements Target {

        @Override
        public Service service() {
            return Service.VOICE;
        }

        @Override
        public Usage usage(Instant start, long quantity) {
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
        public Usage usage(Instant start, long quantity) {
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
        public Usage usage(Instant start, long quantity) {
            return new Usage.Traffic(group, start, quantity);
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
