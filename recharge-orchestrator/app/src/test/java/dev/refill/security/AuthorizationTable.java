package dev.refill.security;

import java.util.List;

import dev.refill.security.Row.Access;

/** Every endpoint of the application and who may call it. An endpoint that is not here fails the build. */
final class AuthorizationTable {

    private static final String ORDER_FOR_THE_FIRST = """
            {"msisdn":"+12025550101","offer":"airtime-usd","amount":1000,"currency":"USD"}""";
    private static final String BALANCE_OF_THE_FIRST = "/v1/subscribers/+12025550101/";

    private static final String ENDPOINT = "/v1/webhook-endpoints/{endpoint}";

    private static final String FIRST = "/v1/subscribers/sub_test0101";
    private static final String NEW_SUBSCRIBER = """
            {"id":"sub_test0111","numbers":["+12025550111"]}""";

    static final String SESSION = """
            {"reference":"a-session","number":"+12025550101","sequence":1,
             "units":[{"service":"data","ratingGroup":1,"requested":1}]}""";
    private static final String EVENT = """
            {"reference":"an-event","number":"+12025550101","service":"data","ratingGroup":1,"quantity":1}""";

    static final String TRANSFER = """
            {"from":"+12025550101","to":"+12025550102","amount":50,"unit":"airtime:USD"}""";

    private static final String TMF = "/tmf-api/prepayBalanceManagement/v4/";
    private static final String FIRST_BUCKET = "sub_test0101.airtime:USD";
    private static final String LIST_OF_THE_FIRST = "?partyAccount.id=sub_test0101";
    private static final String OF_THE_FIRST = "\"partyAccount\":{\"id\":\"sub_test0101\"}";
    private static final String TMF_TOP_UP = """
            {"amount":{"amount":1000,"units":"USD"},"product":{"id":"airtime-usd"},"paymentMethod":{"id":"hosted-page"},%s}"""
            .formatted(OF_THE_FIRST);
    private static final String TMF_AMOUNT = "{\"amount\":{\"amount\":50,\"units\":\"airtime:USD\"},%s}"
            .formatted(OF_THE_FIRST);
    static final String TMF_VOUCHER = TMF_AMOUNT.replace("{\"amount\":{", "{\"voucher\":\"1234-5678\",\"amount\":{");
    private static final String TMF_ADJUST = TMF_AMOUNT.replace("{\"amount\":{",
            "{\"adjustType\":\"goodWillCredit\",\"amount\":{");
    private static final String TMF_TRANSFER = TMF_AMOUNT.replace("{\"amount\":{",
            "{\"receiverPartyAccount\":{\"id\":\"sub_test0102\"},\"amount\":{");
    private static final String TMF_BUCKET = "{\"usageType\":\"data\",%s}".formatted(OF_THE_FIRST);
    private static final String TMF_PATCH = "{\"description\":\"a test\"}";

    private static final String SEALED_DAY = "/v1/operations/days/2026-01-31";
    private static final String SEALED_MONTH = "/v1/operations/months/2026-01";
    private static final String A_REASON = "{\"reason\":\"a test\"}";

    private static final String PLAN = "/v1/tariffs/classic";
    private static final String PLAN_FILE = """
            {"plan":"classic","title":"Classic","unit":"airtime:USD","time-zone":"UTC","data":{"1":"free"}}""";

    static final String AUTO_TOPUP = """
            {"msisdn":"+12025550101","offer":"airtime-usd","amount":1000,"currency":"USD","cardOnFile":"pm_card_visa",
             "acceptedTerms":"1","schedule":{"frequency":"monthly","day":1,"at":"09:00","timeZone":"UTC"}}""";
    private static final String AUTO_TOPUPS = "/v1/auto-topups";

    private static final String RECONCILIATION = "/v1/operations/reconciliation";
    private static final String BANK_FILES = "/v1/operations/bank-files";
    static final String BANK_FILE = """
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
            <GrpHdr><MsgId>M</MsgId><CreDtTm>2026-03-02T06:15:00Z</CreDtTm></GrpHdr>
            <Stmt><Id>S</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>
            <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1</Amt><CdtDbtInd>CRDT</CdtDbtInd>
            <Dt><Dt>2026-03-01</Dt></Dt></Bal>
            <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">1</Amt><CdtDbtInd>CRDT</CdtDbtInd>
            <Dt><Dt>2026-03-01</Dt></Dt></Bal>
            </Stmt></BkToCstmrStmt></Document>
            """;

    private AuthorizationTable() {}

    static final List<Row> ROWS = List.of(
            // the API: another's order or number is not found; recharging it is refused like an unknown number
            new Row("POST /v1/recharges", new Access.Token("recharges:write", ORDER_FOR_THE_FIRST, 422),
                    "/v1/recharges"),
            Row.token("GET /v1/recharges/{id}", "/v1/recharges/{order}", "recharges:read", 404),
            Row.token("GET /v1/recharges/{id}/events", "/v1/recharges/{order}/events", "recharges:read", 404),
            Row.token("GET /v1/subscribers/{msisdn}/balance", BALANCE_OF_THE_FIRST + "balance", "balances:read", 404),
            Row.token("GET /v1/subscribers/{msisdn}/entries", BALANCE_OF_THE_FIRST + "entries", "balances:read", 404),
            Row.token("GET /v1/subscribers/{msisdn}/usage", BALANCE_OF_THE_FIRST + "usage", "balances:read", 404),
            Row.token("GET /v1/subscribers/{msisdn}/usage/summary", BALANCE_OF_THE_FIRST + "usage/summary",
                    "balances:read", 404),
            Row.token("GET /v1/subscribers/{msisdn}/cards", BALANCE_OF_THE_FIRST + "cards", "recharges:read", 404),
            Row.token("DELETE /v1/subscribers/{msisdn}/cards/{id}", BALANCE_OF_THE_FIRST + "cards/{card}",
                    "recharges:write", 404),
            Row.token("POST /v1/recharges/{id}/cancel", "/v1/recharges/{order}/cancel", "recharges:write", 404),
            // operators: whoever has the scope sees all
            Row.token("GET /v1/operations/recharges", "/v1/operations/recharges", "operations", 0),
            Row.token("GET /v1/operations/recharges/{id}", "/v1/operations/recharges/{order}", "operations", 0),
            Row.token("POST /v1/operations/recharges/{id}/look-up", "/v1/operations/recharges/{order}/look-up",
                    "operations", 0),
            Row.client("POST /v1/operations/recharges/{id}/decisions", "/v1/operations/recharges/{order}/decisions",
                    "operations", "{\"decision\":\"resume\",\"reason\":\"a test\",\"version\":1000}"),
            Row.token("GET /v1/operations/gateways", "/v1/operations/gateways", "operations", 0),
            Row.client("POST /v1/operations/gateways/{id}/switch", "/v1/operations/gateways/stripe/switch",
                    "operations",
                    "{\"switch\":\"on\",\"reason\":\"a test\"}"),
            Row.token("GET /v1/operations/strays", "/v1/operations/strays", "operations", 0),
            Row.client("POST /v1/operations/strays/{payment}/given-back",
                    "/v1/operations/strays/pay_01jd3v5k8m2n4p6q8r0s2t4v6w/given-back", "operations",
                    "{\"reason\":\"a test\"}"),
            Row.token("GET /v1/operations/days", "/v1/operations/days", "operations", 0),
            Row.token("GET /v1/operations/days/{day}", SEALED_DAY, "operations", 0),
            Row.client("POST /v1/operations/days/{day}/close", SEALED_DAY + "/close", "operations", A_REASON),
            Row.token("GET /v1/operations/days/{day}/trial-balance", SEALED_DAY + "/trial-balance", "operations", 0),
            Row.token("GET /v1/operations/days/{day}/file", SEALED_DAY + "/file", "operations", 0),
            Row.token("GET /v1/operations/months", "/v1/operations/months", "operations", 0),
            Row.client("POST /v1/operations/months/{month}/close", SEALED_MONTH + "/close", "operations", A_REASON),
            Row.token("GET /v1/operations/months/{month}/trial-balance", SEALED_MONTH + "/trial-balance", "operations",
                    0),
            Row.token("GET /v1/operations/webhooks", "/v1/operations/webhooks", "operations", 0),
            Row.token("GET /v1/operations/webhooks/{gateway}/{event}", "/v1/operations/webhooks/stripe/evt_stuck",
                    "operations", 0),
            Row.client("POST /v1/operations/webhooks/{gateway}/{event}/replay",
                    "/v1/operations/webhooks/stripe/evt_stuck/replay", "operations", "{\"reason\":\"a test\"}"),
            // webhook endpoints belong to clients; a subscriber's token owns none
            Row.client("POST /v1/webhook-endpoints", "/v1/webhook-endpoints", "webhooks:manage",
                    "{\"url\":\"http://127.0.0.1:9/another\"}"),
            Row.client("GET /v1/webhook-endpoints", "/v1/webhook-endpoints", "webhooks:manage", null),
            Row.client("GET /v1/webhook-endpoints/{id}", ENDPOINT, "webhooks:manage", null),
            Row.client("POST /v1/webhook-endpoints/{id}/disable", ENDPOINT + "/disable", "webhooks:manage", null),
            Row.client("POST /v1/webhook-endpoints/{id}/enable", ENDPOINT + "/enable", "webhooks:manage", null),
            Row.client("POST /v1/webhook-endpoints/{id}/secrets", ENDPOINT + "/secrets", "webhooks:manage", null),
            Row.client("GET /v1/webhook-endpoints/{id}/deliveries", ENDPOINT + "/deliveries", "webhooks:manage", null),
            Row.client("POST /v1/webhook-endpoints/{id}/deliveries/{event}/replay",
                    ENDPOINT + "/deliveries/evt_1/replay", "webhooks:manage", null),
            Row.client("POST /v1/webhook-endpoints/{id}/replays", ENDPOINT + "/replays", "webhooks:manage",
                    "{\"since\":\"2026-01-01T00:00:00Z\"}"),
            Row.client("DELETE /v1/webhook-endpoints/{id}", ENDPOINT, "webhooks:manage", null),
            // operations: refunds are no subscriber's business
            new Row("POST /v1/operations/recharges/{id}/refunds",
                    new Access.Token("operations", "{\"amount\":1,\"currency\":\"USD\",\"reason\":\"as agreed\"}", 0),
                    "/v1/operations/recharges/{order}/refunds"),
            Row.token("GET /v1/operations/recharges/{id}/refunds", "/v1/operations/recharges/{order}/refunds",
                    "operations", 0),
            Row.token("GET /v1/operations/refunds", "/v1/operations/refunds", "operations", 0),
            Row.token("GET /v1/operations/refunds/{id}", "/v1/operations/refunds/{refund}", "operations", 0),
            Row.person("POST /v1/operations/refunds/{id}/approve", "/v1/operations/refunds/{refund}/approve", null),
            Row.person("POST /v1/operations/refunds/{id}/reject", "/v1/operations/refunds/{refund}/reject",
                    "{\"reason\":\"not agreed\"}"),
            Row.person("POST /v1/operations/refunds/{id}/decisions", "/v1/operations/refunds/{refund}/decisions",
                    "{\"decision\":\"failed\",\"reason\":\"not in the list\"}"),
            // what the bank says is for those who keep the books
            Row.client("POST /v1/operations/bank-files", BANK_FILES, "finance:write", BANK_FILE),
            Row.token("GET /v1/operations/bank-files", BANK_FILES, "finance:read", 0),
            Row.token("GET /v1/operations/bank-files/{id}", BANK_FILES + "/{bankFile}", "finance:read", 0),
            Row.token("GET /v1/operations/bank-files/{id}/statements", BANK_FILES + "/{bankFile}/statements",
                    "finance:read", 0),
            Row.token("GET /v1/operations/reconciliation/runs", RECONCILIATION + "/runs?pair=test", "finance:read", 0),
            Row.token("GET /v1/operations/reconciliation/runs/{id}", RECONCILIATION + "/runs/test.1", "finance:read",
                    0),
            Row.token("GET /v1/operations/reconciliation/breaks", RECONCILIATION + "/breaks", "finance:read", 0),
            Row.token("GET /v1/operations/reconciliation/breaks/{id}", RECONCILIATION + "/breaks/{break}",
                    "finance:read", 0),
            Row.token("GET /v1/operations/reconciliation/breaks/{id}/history",
                    RECONCILIATION + "/breaks/{break}/history", "finance:read", 0),
            Row.person("POST /v1/operations/reconciliation/breaks/{id}/decisions",
                    RECONCILIATION + "/breaks/{break}/decisions", "finance:write",
                    "{\"decision\":\"explain\",\"version\":1000,\"reason\":\"a test\"}"),
            // who is a subscriber, and on which terms, is the operator's business
            Row.client("POST /v1/subscribers", "/v1/subscribers?reason=a%20test", "operations", NEW_SUBSCRIBER),
            Row.token("GET /v1/subscribers", "/v1/subscribers?number=12025550101", "operations", 0),
            Row.token("GET /v1/subscribers/{id}", FIRST, "operations", 0),
            Row.client("PATCH /v1/subscribers/{id}", FIRST + "?reason=a%20test", "operations", "{\"overdraft\":1}"),
            Row.client("POST /v1/subscribers/{id}/status", FIRST + "/status", "operations",
                    "{\"status\":\"barred\",\"reason\":\"a test\"}"),
            Row.token("PUT /v1/subscribers/{id}/numbers/{number}", FIRST + "/numbers/12025550112?reason=a%20test",
                    "operations", 0),
            Row.token("DELETE /v1/subscribers/{id}/numbers/{number}", FIRST + "/numbers/12025550112?reason=a%20test",
                    "operations", 0),
            Row.token("GET /v1/subscribers/{id}/audit", FIRST + "/audit", "operations", 0),
            // tariffs are the operator's business
            Row.token("GET /v1/tariffs", "/v1/tariffs", "operations", 0),
            Row.token("GET /v1/tariffs/{plan}/versions", PLAN + "/versions", "operations", 0),
            Row.token("GET /v1/tariffs/{plan}/versions/{version}", PLAN + "/versions/1", "operations", 0),
            Row.client("POST /v1/tariffs/{plan}/versions", PLAN + "/versions?reason=a%20test", "operations", PLAN_FILE),
            Row.client("POST /v1/tariffs/{plan}/roll-back", PLAN + "/roll-back", "operations",
                    "{\"version\":1,\"reason\":\"a test\"}"),
            Row.client("POST /v1/tariffs/{plan}/price-enquiry", PLAN + "/price-enquiry", "operations",
                    "{\"service\":\"data\",\"ratingGroup\":1,\"quantity\":1}"),
            // the network charges; sessions and events belong to the client that named them
            Row.client("POST /v1/charging/sessions", "/v1/charging/sessions", "charging", SESSION),
            Row.client("POST /v1/charging/sessions/{id}/reports", "/v1/charging/sessions/{session}/reports", "charging",
                    "{\"sequence\":2,\"units\":[{\"service\":\"data\",\"ratingGroup\":1,\"used\":1,\"requested\":1}]}"),
            Row.client("POST /v1/charging/sessions/{id}/release", "/v1/charging/sessions/{session}/release", "charging",
                    "{\"sequence\":3,\"units\":[]}"),
            Row.client("POST /v1/charging/events", "/v1/charging/events", "charging", EVENT),
            Row.client("POST /v1/charging/refunds", "/v1/charging/refunds", "charging", "{\"reference\":\"an-event\"}"),
            Row.client("POST /v1/charging/balance-check", "/v1/charging/balance-check", "charging",
                    "{\"number\":\"+12025550101\"}"),
            Row.client("POST /v1/charging/price-enquiry", "/v1/charging/price-enquiry", "charging",
                    EVENT.replace("\"reference\":\"an-event\",", "")),
            // a subscriber's token gives from that subscriber only
            new Row("POST /v1/transfers", new Access.Token("transfers", TRANSFER, 404), "/v1/transfers"),
            Row.token("GET /v1/transfers/{id}", "/v1/transfers/{transfer}", "transfers", 404),
            // another's auto top-ups are not found; a number that is another's is nobody's
            new Row("POST /v1/auto-topups", new Access.Token("recharges:write", AUTO_TOPUP, 404), AUTO_TOPUPS),
            Row.token("GET /v1/auto-topups", AUTO_TOPUPS + "?msisdn=12025550101", "recharges:read", 404),
            Row.token("GET /v1/auto-topups/terms", AUTO_TOPUPS + "/terms", "recharges:read", 0),
            Row.token("GET /v1/auto-topups/{id}", AUTO_TOPUPS + "/{autoTopup}", "recharges:read", 404),
            Row.token("GET /v1/auto-topups/{id}/runs", AUTO_TOPUPS + "/{autoTopup}/runs", "recharges:read", 404),
            new Row("PATCH /v1/auto-topups/{id}",
                    new Access.Token("recharges:write", "{\"amount\":2000,\"acceptedTerms\":\"1\"}", 404),
                    AUTO_TOPUPS + "/{autoTopup}"),
            Row.token("POST /v1/auto-topups/{id}/pause", AUTO_TOPUPS + "/{autoTopup}/pause", "recharges:write", 404),
            Row.token("POST /v1/auto-topups/{id}/resume", AUTO_TOPUPS + "/{autoTopup}/resume", "recharges:write", 404),
            Row.token("POST /v1/auto-topups/{id}/cancel", AUTO_TOPUPS + "/{autoTopup}/cancel", "recharges:write", 404),
            // TMF654: a subscriber's token sees and moves only what is that subscriber's, and adjusts nothing; what a client has
            // asked for is no other client's
            Row.token("GET " + TMF + "bucket", TMF + "bucket" + LIST_OF_THE_FIRST, "tmf654", 0),
            Row.client("POST " + TMF + "bucket", TMF + "bucket", "balances:adjust", TMF_BUCKET),
            Row.token("GET " + TMF + "bucket/{id}", TMF + "bucket/" + FIRST_BUCKET, "tmf654", 404),
            Row.client("DELETE " + TMF + "bucket/{id}", TMF + "bucket/{bucket}", "balances:adjust", null),
            Row.token("GET " + TMF + "topupBalance", TMF + "topupBalance", "tmf654", 0),
            new Row("POST " + TMF + "topupBalance", new Access.Token("tmf654", TMF_TOP_UP, 409), TMF + "topupBalance"),
            Row.token("GET " + TMF + "topupBalance/{id}", TMF + "topupBalance/{topup}", "tmf654", 404),
            new Row("PATCH " + TMF + "topupBalance/{id}", new Access.Token("tmf654", TMF_PATCH, 404),
                    TMF + "topupBalance/{topup}"),
            Row.token("DELETE " + TMF + "topupBalance/{id}", TMF + "topupBalance/{topup}", "tmf654", 404),
            Row.token("GET " + TMF + "adjustBalance", TMF + "adjustBalance", "tmf654", 0),
            Row.client("POST " + TMF + "adjustBalance", TMF + "adjustBalance", "balances:adjust", TMF_ADJUST),
            Row.client("GET " + TMF + "adjustBalance/{id}", TMF + "adjustBalance/{adjustment}", "tmf654", null),
            Row.client("PATCH " + TMF + "adjustBalance/{id}", TMF + "adjustBalance/{adjustment}", "balances:adjust",
                    TMF_PATCH),
            Row.client("DELETE " + TMF + "adjustBalance/{id}", TMF + "adjustBalance/{adjustment}", "balances:adjust",
                    null),
            Row.token("GET " + TMF + "transferBalance", TMF + "transferBalance", "tmf654", 0),
            new Row("POST " + TMF + "transferBalance", new Access.Token("tmf654", TMF_TRANSFER, 409),
                    TMF + "transferBalance"),
            Row.token("GET " + TMF + "transferBalance/{id}", TMF + "transferBalance/{gift}", "tmf654", 404),
            new Row("PATCH " + TMF + "transferBalance/{id}", new Access.Token("tmf654", TMF_PATCH, 404),
                    TMF + "transferBalance/{gift}"),
            Row.token("DELETE " + TMF + "transferBalance/{id}", TMF + "transferBalance/{gift}", "tmf654", 404),
            Row.token("GET " + TMF + "reserveBalance", TMF + "reserveBalance", "tmf654", 0),
            Row.client("POST " + TMF + "reserveBalance", TMF + "reserveBalance", "balances:adjust", TMF_AMOUNT),
            Row.client("GET " + TMF + "reserveBalance/{id}", TMF + "reserveBalance/{reservation}", "tmf654", null),
            Row.client("PATCH " + TMF + "reserveBalance/{id}", TMF + "reserveBalance/{reservation}", "balances:adjust",
                    TMF_PATCH),
            Row.client("DELETE " + TMF + "reserveBalance/{id}", TMF + "reserveBalance/{reservation}", "balances:adjust",
                    null),
            Row.token("GET " + TMF + "accumulatedBalance", TMF + "accumulatedBalance" + LIST_OF_THE_FIRST,
                    "tmf654", 0),
            Row.token("GET " + TMF + "accumulatedBalance/{id}", TMF + "accumulatedBalance/" + FIRST_BUCKET, "tmf654",
                    404),
            Row.token("GET " + TMF + "balanceAction", TMF + "balanceAction", "tmf654", 0),
            Row.token("GET " + TMF + "balanceAction/{id}", TMF + "balanceAction/{topup}", "tmf654", 404),
            Row.client("POST " + TMF + "hub", TMF + "hub", "tmf654", "{\"callback\":\"http://127.0.0.1:9/hub\"}"),
            Row.client("DELETE " + TMF + "hub/{id}", TMF + "hub/{hub}", "tmf654", null),
            // webhooks: their signature is their token
            Row.open("POST /webhooks/{gateway}", "/webhooks/stripe"),
            Row.open("POST /webhooks/{gateway}/{proof}", "/webhooks/stripe/guessed"),
            Row.open("PUT /webhooks/{gateway}/{proof}", "/webhooks/stripe/guessed"),
            // the portal: guests hold the token of their order in its address
            Row.open("GET /", "/"),
            Row.open("GET /recharge", "/recharge"),
            Row.open("GET /recharge/amount", "/recharge/amount"),
            Row.open("GET /recharge/summary", "/recharge/summary"),
            Row.open("GET /recharge/pay", "/recharge/pay"),
            Row.form("/recharge/amount"),
            Row.form("/recharge/summary"),
            Row.form("/recharge/preview"),
            Row.form("/recharge/pay"),
            Row.open("GET /orders/{token}", "/orders/guessed"),
            Row.open("GET /orders/{token}/return", "/orders/guessed/return"),
            Row.open("GET /orders/{token}/cancelled", "/orders/guessed/cancelled"),
            Row.open("GET /orders/{token}/events", "/orders/guessed/events"),
            Row.open("GET /orders/{token}/cancel", "/orders/guessed/cancel"),
            new Row("POST /orders/{token}/cancel", new Access.Form(), "/orders/guessed/cancel"),
            Row.signIn("GET /balance", "/balance", "portal"),
            Row.signIn("GET /cards", "/cards", "portal"),
            Row.form("/cards/top-ups"),
            new Row("POST /cards/{id}/remove", new Access.Form(), "/cards/crd_1/remove"),
            new Row("POST /cards/top-ups/{id}/pause", new Access.Form(), "/cards/top-ups/atu_1/pause"),
            new Row("POST /cards/top-ups/{id}/resume", new Access.Form(), "/cards/top-ups/atu_1/resume"),
            new Row("POST /cards/top-ups/{id}/cancel", new Access.Form(), "/cards/top-ups/atu_1/cancel"),
            // operators' pages: a sign-in that carries the scope
            Row.signIn("GET /operations", "/operations", "operations"),
            Row.signIn("GET /operations/recharges/{id}", "/operations/recharges/rch_1", "operations"),
            new Row("POST /operations/recharges/{id}/look-up", new Access.Form(),
                    "/operations/recharges/rch_1/look-up"),
            new Row("POST /operations/recharges/{id}/decisions", new Access.Form(),
                    "/operations/recharges/rch_1/decisions"),
            Row.signIn("GET /operations/webhooks", "/operations/webhooks", "operations"),
            Row.signIn("GET /operations/webhooks/{gateway}/{event}", "/operations/webhooks/stripe/evt_1", "operations"),
            new Row("POST /operations/webhooks/{gateway}/{event}/replay", new Access.Form(),
                    "/operations/webhooks/stripe/evt_1/replay"),
            Row.open("GET /portal/{name}", "/portal/portal.css"),
            // the API's description: a contract is no secret
            Row.open("GET /docs", "/docs"),
            Row.open("GET /openapi.yaml", "/openapi.yaml"),
            Row.open("GET /swagger-ui/{file}", "/swagger-ui/index.html"),
            // operations: probes say up or down
            Row.open("GET /livez", "/livez"),
            Row.open("GET /readyz", "/readyz"),
            Row.open("GET /actuator/health", "/actuator/health"),
            Row.open("GET /actuator/health/{*path}", "/actuator/health/liveness"),
            Row.token("GET /actuator/info", "/actuator/info", "operations", 0),
            Row.token("GET /actuator/metrics", "/actuator/metrics", "operations", 0),
            Row.token("GET /actuator/metrics/{requiredMetricName}", "/actuator/metrics/jvm.memory.used", "operations",
                    0),
            Row.token("GET /actuator/prometheus", "/actuator/prometheus", "operations", 0));
}
