package dev.refill.security;

import org.jspecify.annotations.Nullable;

/**
 * One endpoint of the authorization table.
 *
 * @param endpoint method and pattern, as the application maps it
 * @param access who may call it
 * @param path where the test calls it; {@code {order}} stands for an order of the first subscriber,
 *            {@code {endpoint}} for a webhook endpoint of the client, {@code {refund}} for a refund that was rejected,
 *            {@code {session}} for a charging session of the client, {@code {transfer}} for a transfer of the first subscriber,
 *            and so on for what is made by TMF654 for that subscriber
 */
record Row(String endpoint, Access access, String path) {

    sealed interface Access {

        /** Anybody, and nobody is asked for a token. */
        record Open() implements Access {}

        /** Anybody who loaded the form. */
        record Form() implements Access {}

        /**
         * Who signed in.
         *
         * @param registration where the sign-in begins
         */
        record SignIn(String registration) implements Access {}

        /**
         * Who has a token.
         *
         * @param scope that it must carry
         * @param body to send, {@code null}: none
         * @param forAnother what a subscriber gets who asks for what is another's; 0: nothing here belongs to a subscriber
         * @param ofAPerson whether a token that a program has for itself does not do
         */
        record Token(String scope, @Nullable String body, int forAnother, boolean ofAPerson) implements Access {

            Token(String scope, @Nullable String body, int forAnother) {
                this(scope, body, forAnother, false);
            }
        }
    }

    static Row open(String endpoint, String path) {
        return new Row(endpoint, new Access.Open(), path);
    }

    static Row form(String path) {
        return new Row("POST " + path, new Access.Form(), path);
    }

    static Row signIn(String endpoint, String path, String registration) {
        return new Row(endpoint, new Access.SignIn(registration), path);
    }

    static Row token(String endpoint, String path, String scope, int forAnother) {
        return new Row(endpoint, new Access.Token(scope, null, forAnother), path);
    }

    /** What belongs to clients and never to a subscriber. */
    static Row client(String endpoint, String path, String scope, @Nullable String body) {
        return new Row(endpoint, new Access.Token(scope, body, 0), path);
    }

    /** What only a person of the operator's may do who signed in. */
    static Row person(String endpoint, String path, @Nullable String body) {
        return person(endpoint, path, "operations", body);
    }

    /** What only a person who signed in may do. */
    static Row person(String endpoint, String path, String scope, @Nullable String body) {
        return new Row(endpoint, new Access.Token(scope, body, 0, true), path);
    }

    String method() {
        return endpoint.substring(0, endpoint.indexOf(' '));
    }

    boolean isManagement() {
        return path.startsWith("/actuator");
    }
}
