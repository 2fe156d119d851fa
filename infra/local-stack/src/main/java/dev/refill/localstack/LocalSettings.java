package dev.refill.localstack;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the local stack, {@code refill.local.*}.
 *
 * @param data where everything is kept between runs, relative to the folder that the program is started in; under
 *            {@code target}, so that two clones never meet and {@code mvn clean} begins anew
 * @param postgres the database
 * @param sandbox the payment provider
 * @param issuer the OAuth2 issuer
 * @param receiver the server that shows what the demo client is told
 */
@ConfigurationProperties("refill.local")
record LocalSettings(@DefaultValue("target/refill-data") Path data, @DefaultValue Postgres postgres,
        @DefaultValue Sandbox sandbox, @DefaultValue Issuer issuer, @DefaultValue Receiver receiver) {

    /**
     * The database.
     *
     * @param data its folder; by default {@code postgres} in the stack's
     * @param port on 127.0.0.1; 0 takes a free one
     */
    record Postgres(@Nullable Path data, @DefaultValue("0") int port) {}

    /**
     * The payment provider.
     *
     * @param port on 127.0.0.1
     */
    record Sandbox(@DefaultValue("12111") int port) {}

    /**
     * The OAuth2 issuer.
     *
     * @param port on 127.0.0.1
     */
    record Issuer(@DefaultValue("9000") int port) {}

    /**
     * The receiver of webhooks.
     *
     * @param port on 127.0.0.1
     */
    record Receiver(@DefaultValue("12112") int port) {}

    Path postgresData() {
        return postgres.data() == null ? data.resolve("postgres") : postgres.data();
    }

    Path sandboxData() {
        return data.resolve("sandbox");
    }

    Path issuerKeys() {
        return data.resolve("issuer").resolve("keys.json");
    }
}
