package dev.refill.endtoend.secrets;

import java.net.http.HttpRequest;

/** One place of one request where there is room for a text. */
record Way(String name, Sending sending) {

    @FunctionalInterface
    interface Sending {

        /** @param serial another each time */
        HttpRequest.Builder of(String text, int serial);
    }
}
