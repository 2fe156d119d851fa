package dev.refill.localstack;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

import org.springframework.core.env.Environment;

import dev.refill.local.issuer.LocalIdentities;

/** What a newcomer reads first. */
final class Welcome {

    private Welcome() {}

    static String of(Environment environment, Duration startedIn) {
        URI portal = URI.create(environment.getRequiredProperty("refill.recharge.portal-url"));
        return String.format(Locale.ROOT, """

                  Refill is ready after %.1f s.

                    Portal      %s
                    Provider    %s
                    Issuer      %s
                    Database    %s
                    Webhooks    %s shows what the client demo-app is told

                    Numbers     +1 202 555 0101 to 0110 can be recharged, 0198 is barred, 0199 is closed
                    Log in      with one of these numbers and the PIN %s
                    Operator    %s/operations, log in as operator with the same PIN; operator2 is the second person for refunds
                    Cards       4242 4242 4242 4242   pays
                                4000 0000 0000 9995   is declined, another may follow
                                4000 0025 0000 3155   asks for authentication
                                with any date to come and any security code

                  Recharge from a terminal:

                %s
                  Ctrl-C stops everything; the data stay.
                """, startedIn.toMillis() / 1000.0, portal,
                environment.getProperty("refill.gateways.stripe.api-base", "https://api.stripe.com"),
                environment.getRequiredProperty("refill.security.issuer"),
                environment.getRequiredProperty("refill.database.url"),
                environment.getProperty("refill.local.receiver.address", "nobody"),
                LocalIdentities.PIN, portal,
                curl(portal, environment.getRequiredProperty("refill.security.issuer")));
    }

    /** One command: the inner curl gets a token, the outer one recharges. */
    static String curl(URI portal, String issuer) {
        return """
                curl -s %s/v1/recharges \\
                  -H "Authorization: Bearer $(curl -s %s/token -u %s:%s \\
                      -d grant_type=client_credentials | sed 's/.*"access_token":"//; s/".*//')" \\
                  -H "Idempotency-Key: $(date +%%s)" \\
                  -H "Content-Type: application/json" \\
                  -d '{"msisdn":"+12025550101","offer":"airtime-usd","amount":1000,"currency":"USD","cardOnFile":"pm_card_visa"}'
                """.formatted(portal, issuer, LocalIdentities.DEMO_APP, LocalIdentities.DEMO_APP_SECRET);
    }
}
