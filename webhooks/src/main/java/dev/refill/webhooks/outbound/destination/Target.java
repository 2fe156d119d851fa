package dev.refill.webhooks.outbound.destination;

import java.net.InetAddress;
import java.util.List;

/** Whether an address may be sent to. */
public sealed interface Target {

    /** @param addresses one or more, IPv4 first, each of which knows the name it was found under */
    record Admitted(List<InetAddress> addresses) implements Target {

        public Admitted {
            addresses = List.copyOf(addresses);
        }

        /** Another one on each try: one of several may be out of reach from here. */
        public InetAddress onTry(int number) {
            return addresses.get(Math.floorMod(number - 1, addresses.size()));
        }
    }

    /** @param why in words for the endpoint's owner, without any address that was found */
    record Denied(String why) implements Target {}
}
