package dev.refill.local.issuer;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The clients and subscribers that the local stack and the tests agree on. Their secrets are no secrets. */
public final class LocalIdentities {

    /** What the API expects in {@code aud}. */
    public static final String AUDIENCE = "refill-api";
    public static final String PIN = "1234";
    public static final String PORTAL = "portal";
    public static final String PORTAL_SECRET = "portal-secret";
    public static final String DEMO_APP = "demo-app";
    public static final String DEMO_APP_SECRET = "demo-app-secret";
    public static final String DEMO_RETAIL = "demo-retail";
    public static final String DEMO_RETAIL_SECRET = "demo-retail-secret";
    public static final String DEMO_NETWORK = "demo-network";
    public static final String DEMO_NETWORK_SECRET = "demo-network-secret";
    public static final String DEMO_CRM = "demo-crm";
    public static final String DEMO_CRM_SECRET = "demo-crm-secret";
    public static final String DEMO_BOOKS = "demo-books";
    public static final String DEMO_BOOKS_SECRET = "demo-books-secret";
    public static final String OPERATOR = "operator";
    public static final String OPERATOR_SECRET = "operator-secret";
    /** Who signs in as the second person where one is needed. */
    public static final String SECOND_OPERATOR = "operator2";

    /** The scope that only operators are given. */
    static final String OPERATIONS = "operations";

    private static final int FIRST_ACTIVE = 101;
    private static final int LAST_ACTIVE = 110;

    private LocalIdentities() {}

    /**
     * @param portal the application's address, such as {@code http://localhost:8080}
     */
    public static List<IssuerClient> clients(URI portal) {
        return List.of(
                new IssuerClient(PORTAL, PORTAL_SECRET,
                        Set.of("openid", "profile", "phone", "recharges:read", "recharges:write", "balances:read",
                                OPERATIONS),
                        Set.of(portal.resolve("/login/oauth2/code/portal"),
                                portal.resolve("/login/oauth2/code/operations"))),
                IssuerClient.service(DEMO_APP, DEMO_APP_SECRET, "recharges:write", "recharges:read", "balances:read",
                        "webhooks:manage", "transfers"),
                IssuerClient.service(DEMO_RETAIL, DEMO_RETAIL_SECRET, "recharges:write", "recharges:read",
                        "webhooks:manage"),
                IssuerClient.service(DEMO_NETWORK, DEMO_NETWORK_SECRET, "charging"),
                IssuerClient.service(DEMO_CRM, DEMO_CRM_SECRET, "tmf654", "balances:adjust"),
                IssuerClient.service(DEMO_BOOKS, DEMO_BOOKS_SECRET, "finance:read", "finance:write"),
                IssuerClient.service(OPERATOR, OPERATOR_SECRET, OPERATIONS));
    }

    /** Everybody who can log in: the subscribers, then the operators. */
    public static List<IssuerUser> users() {
        return Stream.concat(subscribers().stream(),
                Stream.of(new IssuerUser("person-ada", OPERATOR, PIN, "looks after orders", true),
                        new IssuerUser("person-ben", SECOND_OPERATOR, PIN, "approves refunds", true)))
                .toList();
    }

    /** +1 202 555 0101 to 0110 are active, 0198 is barred, 0199 closed. */
    public static List<IssuerUser> subscribers() {
        return Stream.concat(
                IntStream.rangeClosed(FIRST_ACTIVE, LAST_ACTIVE).mapToObj(last -> user(last, "active")),
                Stream.of(user(198, "barred"), user(199, "closed"))).toList();
    }

    private static IssuerUser user(int last, String remark) {
        return new IssuerUser("sub_test%04d".formatted(last), "+1202555%04d".formatted(last), PIN, remark);
    }
}
