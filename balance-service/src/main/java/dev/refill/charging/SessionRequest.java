package dev.refill.charging;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

import dev.refill.subscriber.Msisdn;

/** What a network element says about a session. Its sequence numbers rise; a repeated one is answered as the first time. */
public sealed interface SessionRequest {

    /** As many rating groups as one session may have. */
    int MOST_TARGETS = 16;

    /** 1 or more. */
    long sequence();

    List<Units> units();

    /** By which a repeat is recognised: all that it says but the time, which may have been left out. */
    String said();

    private static String said(String verb, SessionRequest request) {
        return verb + " " + request.sequence() + " "
                + request.units().stream().map(Units::said).collect(Collectors.joining(", "));
    }

    /**
     * Units of one target.
     *
     * @param target what for
     * @param used since the last report, 0 or more
     * @param requested how much more is wanted, 0 or more; 0 in a release
     */
    record Units(Target target, long used, long requested) {

        String said() {
            return target.word() + " " + used + " " + requested;
        }
    }

    /**
     * Begins a session.
     *
     * @param client who asks; sees its own sessions only
     * @param reference the client's own name of the session, unique for ever
     * @param number who uses the network
     * @param startedAt when the usage began
     */
    record Begin(String client, String reference, Msisdn number, Instant startedAt, long sequence, List<Units> units)
            implements
                SessionRequest {

        public Begin {
            units = List.copyOf(units);
        }

        public ChargingId id() {
            return ChargingId.session(client, reference);
        }

        @Override
        public String said() {
            return SessionRequest.said("begin " + number, this);
        }
    }

    /** Reports what was used, and asks for more. */
    record Report(String client, ChargingId id, long sequence, List<Units> units) implements SessionRequest {

        public Report {
            units = List.copyOf(units);
        }

        @Override
        public String said() {
            return SessionRequest.said("report", this);
        }
    }

    /** Reports the last of what was used, and gives back the rest. */
    record Release(String client, ChargingId id, long sequence, List<Units> units) implements SessionRequest {

        public Release {
            units = List.copyOf(units);
        }

        @Override
        public String said() {
            return SessionRequest.said("release", this);
        }
    }
}
