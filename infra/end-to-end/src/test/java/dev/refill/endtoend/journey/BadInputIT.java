package dev.refill.endtoend.journey;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.endtoend.stack.Api;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.World;

import static org.assertj.core.api.Assertions.assertThat;

/** Bad input gets a clear answer, at every endpoint of the API: a problem with a stable type, and nothing done. */
class BadInputIT {

    private static final String VALID = Api.recharge(World.msisdn(1), 1_000, "pm_card_visa");

    private static World world;
    private static Node node;

    @BeforeAll
    static void start() {
        world = new World();
        node = world.startNode();
    }

    @AfterAll
    static void nothingWasDone() {
        world.books().check();
        assertThat(world.books().orders()).isZero();
        node.close();
        world.close();
    }

    private static Api.Answer place(String body) {
        return node.api(world.token()).place(UUID.randomUUID().toString(), body);
    }

    private static void assertProblem(Api.Answer answer, int status, String type) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.type())
                .hasValueSatisfying(content -> assertThat(content).startsWith("application/problem+json"));
        assertThat(answer.json().path("type").stringValue("")).isEqualTo("https://refill.dev/problems/" + type);
        assertThat(answer.json().path("title").stringValue("")).isNotBlank();
    }

    private static void assertFieldRefused(String body, String field) {
        assertFieldRefused(place(body), field);
    }

    private static void assertFieldRefused(Api.Answer answer, String field) {
        assertProblem(answer, 422, "invalid-request");
        assertThat(fields(answer)).containsExactly(field);
        assertThat(answer.json().path("errors").path(0).path("expected").stringValue("")).isNotBlank();
    }

    private static List<String> fields(Api.Answer answer) {
        return answer.json().path("errors").valueStream().map(error -> error.path("field").stringValue("")).toList();
    }

    private static Api.Answer send(String scope, String method, String path, String body) throws Exception {
        return Api.send(HttpRequest.newBuilder(node.base().resolve(path))
                .header("Authorization", "Bearer " + world.issuer().client("demo-app", scope))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("If-Match", "\"0\"")
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1e3", "\"10\"", "1000.0", "1234567890123456789", "199", "10001", "null"})
    void amount(String amount) {
        assertFieldRefused(VALID.replace("1000", amount), "amount");
    }

    @ParameterizedTest
    @CsvSource({
            "USD,       usd,          currency",
            "USD,       XYZ,          currency",
            "USD,       EUR,          amount",
            "airtime-usd, no-such-offer, offer",
            "airtime-usd, <script>,    offer",
            "+12025550101, +1202,      msisdn",
            "+12025550101, +12025559999, msisdn",
            "+12025550101, 0044,       msisdn",
            "pm_card_visa, ../pm,      cardOnFile"})
    void field(String valid, String wrong, String field) {
        assertFieldRefused(VALID.replace(valid, wrong), field);
    }

    @Test
    void unknownField() {
        assertFieldRefused(VALID.replace("{", "{\"state\": \"credited\", "), "state");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":1,\"a\":2}", "{} {}", "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]", "NaN"})
    void bodyThatIsNoJson(String body) {
        assertProblem(place(body), 400, "malformed-body");
    }

    @Test
    void bodyOverTheLimit() {
        assertThat(place(" ".repeat(70_000) + VALID).status()).isEqualTo(413);
    }

    @Test
    void bodyOfAnotherType() throws Exception {
        Api.Answer answer = Api.send(HttpRequest.newBuilder(node.base().resolve("/v1/recharges"))
                .header("Authorization", "Bearer " + world.token())
                .header("Idempotency-Key", "other-type")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(VALID))
                .build());
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.type())
                .hasValueSatisfying(content -> assertThat(content).startsWith("application/problem+json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/recharges/rch_00000000000000000000000000", "/v1/recharges/nonsense",
            "/v1/recharges/rch_00000000000000000000000000/events", "/v1/subscribers/+12025559999/balance",
            "/v1/subscribers/nonsense/balance", "/v1/subscribers/nonsense/entries", "/v1/no-such-thing"})
    void whatIsNotThere(String path) {
        Api.Answer answer = node.api(world.token()).get(path);
        assertThat(answer.status()).as(answer.toString()).isIn(404, 400);
        assertThat(answer.type())
                .hasValueSatisfying(content -> assertThat(content).startsWith("application/problem+json"));
        assertThat(answer.json().path("type").stringValue("")).startsWith("https://refill.dev/problems/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/recharges/%00", "/v1/recharges/%0d%0aX:1", "//v1//x", "/v1//recharges", "/v1/x;y=1",
            "/v1/recharges/..%2f", "/v1/./recharges", "/v1/%2e%2e/x", "/v1/a%5cb", "/;x"})
    void pathThatIsWrittenOddlyIsRefusedAtTheDoor(String path) throws Exception {
        assertProblem(Api.send(HttpRequest.newBuilder(URI.create("http://" + node.base().getAuthority() + path))
                .header("Authorization", "Bearer " + world.token())
                .build()), 400, "malformed-request");
    }

    @ParameterizedTest
    @CsvSource({"limit, 0", "limit, 201", "limit, x", "limit, -1", "limit, 1e1", "before, 0", "before, x", "before, -1",
            "before, 99999999999999999999"})
    void queryParameter(String name, String value) {
        Api.Answer answer = node.api(world.token())
                .get("/v1/subscribers/" + World.msisdn(1) + "/entries?" + name + "=" + value);
        assertProblem(answer, 422, "invalid-request");
        assertThat(answer.json().path("errors").path(0).path("field").stringValue("")).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"unclosed", "a b\"c", "two, keys", "\"\""})
    void keyOfTheWrongForm(String key) {
        assertProblem(node.api(world.token()).place(key, VALID), 400, "idempotency-key-malformed");
    }

    @Test
    void keyThatIsTooLong() {
        assertProblem(node.api(world.token()).place("x".repeat(256), VALID), 400, "idempotency-key-malformed");
    }

    private static Api operator() {
        return node.api(world.issuer().client("demo-app", "operations"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "price-enquiry | {\"service\":\"fax\",\"quantity\":1} | service",
            "price-enquiry | {\"service\":\"data\",\"ratingGroup\":1,\"quantity\":1e3} | quantity",
            "price-enquiry | {\"service\":\"data\",\"ratingGroup\":-1,\"quantity\":1} | ratingGroup",
            "roll-back | {\"version\":0,\"reason\":\"a test\"} | version",
            "roll-back | {\"version\":1} | reason",
            "roll-back | {\"version\":1,\"reason\":\"a\\u0000b\"} | reason",
            "roll-back | {\"version\":1,\"reason\":\"half a \\ud83d\"} | reason",
            "versions?reason=a%00b | {\"plan\":\"classic\"} | reason",
            "versions | {\"plan\":\"classic\"} | reason",
            "versions?reason=a%20test&effectiveFrom=now | {\"plan\":\"classic\"} | effectiveFrom"})
    void tariffs(String path, String body, String field) throws Exception {
        Api.Answer answer = operator().post("/v1/tariffs/classic/" + path, body);
        assertProblem(answer, 422, "invalid-request");
        assertThat(answer.json().path("errors").path(0).path("field").stringValue("")).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "POST | ?reason=a%20test | {\"id\":\"alice\",\"numbers\":[\"+12025550311\"]} | id",
            "POST | ?reason=a%20test | {\"id\":\"sub_alice\",\"numbers\":[\"0044\"]} | numbers",
            "POST | ?reason=%00 | {\"id\":\"sub_alice\",\"numbers\":[\"+12025550311\"]} | reason",
            "POST | ?reason=a%20test | {\"id\":\"sub_alice\",\"numbers\":[\"+12025550311\"],\"status\":\"closed\"} | status",
            "GET | ?number=0044 | '' | number",
            "PATCH | /sub_test1?reason=a%20test | {\"overdraft\":-1} | overdraft",
            "PATCH | /sub_test1?reason=a%20test | {\"plan\":\"a\\u0000b\"} | plan",
            "PATCH | /sub_test1?reason=a%20test | {\"language\":\"\\ud800\"} | language",
            "PATCH | /sub_test1 | {} | reason",
            "POST | /sub_test1/status | {\"status\":\"deleted\",\"reason\":\"a test\"} | status",
            "POST | /sub_test1/status | {\"status\":\"closed\",\"reason\":\"\\u0000\"} | reason",
            "PUT | /sub_test1/numbers/0044?reason=a%20test | '' | number",
            "PUT | /sub_test1/numbers/12025550311?reason=a%20test&main=yes | '' | main",
            "DELETE | /sub_test1/numbers/abc?reason=a%20test | '' | number",
            "GET | /sub_test1/audit?limit=0 | '' | limit",
            "GET | /sub_test1/audit?before=x | '' | before"})
    void subscribers(String method, String path, String body, String field) throws Exception {
        Api.Answer answer = subscribers(method, path, body);
        assertProblem(answer, 422, "invalid-request");
        assertThat(answer.json().path("errors").path(0).path("field").stringValue("")).isEqualTo(field);
    }

    private static Api.Answer subscribers(String method, String path, String body) throws Exception {
        return Api.send(HttpRequest.newBuilder(node.base().resolve("/v1/subscribers" + path))
                .header("Authorization", "Bearer " + world.issuer().client("demo-app", "operations"))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    @Test
    void subscriberThatNobodyReadBefore() throws Exception {
        assertProblem(subscribers("PATCH", "/sub_test1?reason=a%20test", "{}"), 428, "precondition-required");
        assertProblem(subscribers("POST", "/sub_test1/status", "{"), 400, "malformed-body");
        assertProblem(subscribers("GET", "/sub_nobody", ""), 404, "not-found");
        assertProblem(subscribers("GET", "/sub_nobody/audit", ""), 404, "not-found");
    }

    @ParameterizedTest
    @CsvSource({"limit, 0", "limit, 201", "limit, x", "state, failed", "state, AWAITING_APPROVAL",
            "after, rch_00000000000000000000000000", "after, ''"})
    void refundsThatRest(String name, String value) {
        Api.Answer answer = operator().get("/v1/operations/refunds?" + name + "=" + value);
        assertProblem(answer, 422, "invalid-request");
        assertThat(answer.json().path("errors").path(0).path("field").stringValue("")).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"days, limit, 0", "days, limit, 401", "days, limit, x", "days, before, 2026-02-30", "days, before, x",
            "months, limit, 121", "months, before, 2026-13", "months, before, 2026-01-01"})
    void closedDaysAndMonths(String path, String name, String value) {
        Api.Answer answer = operator().get("/v1/operations/" + path + "?" + name + "=" + value);
        assertProblem(answer, 422, "invalid-request");
        assertThat(answer.json().path("errors").path(0).path("field").stringValue("")).isEqualTo(name);
    }

    @Test
    void daysThatCannotBeClosed() throws Exception {
        String reason = "{\"reason\":\"a test\"}";
        assertProblem(operator().post("/v1/operations/days/2099-01-01/close", reason), 409, "day-not-over");
        for (String day : List.of("2026-02-30", "1999-01-01", "+2026-01-31", "today")) {
            assertProblem(operator().post("/v1/operations/days/" + day + "/close", reason), 404, "not-found");
            assertProblem(operator().get("/v1/operations/days/" + day), 404, "not-found");
        }
        assertProblem(operator().post("/v1/operations/months/2026-13/close", reason), 404, "not-found");
        assertProblem(operator().post("/v1/operations/months/2026-01/close", reason), 409, "days-open");
        assertThat(operator().get("/v1/operations/days/2026-01-31/file").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "recharges/rch_00000000000000000000000000/decisions | \"decision\":\"close\",\"version\":1",
            "recharges/rch_00000000000000000000000000/refunds | \"amount\":400,\"currency\":\"USD\"",
            "refunds/rfd_00000000000000000000000000/reject | ",
            "refunds/rfd_00000000000000000000000000/decisions | \"decision\":\"failed\"",
            "days/2026-01-31/close | ",
            "months/2026-01/close | ",
            "webhooks/stripe/evt_1/replay | "})
    void reasonThatIsNoText(String path, @Nullable String others) throws Exception {
        for (String reason : List.of("a\\u0000b", "half a \\ud83d", "\\ude00 half")) {
            Api.Answer answer = send("operations", "POST", "/v1/operations/" + path,
                    "{" + (others == null ? "" : others + ",") + "\"reason\":\"" + reason + "\"}");
            assertProblem(answer, 422, "invalid-request");
            assertThat(answer.body()).contains("reason");
        }
    }

    @Test
    void programThatDecidesOnARefund() throws Exception {
        String refund = "/v1/operations/refunds/rfd_00000000000000000000000000";
        assertProblem(operator().post(refund + "/approve", ""), 403, "sign-in-needed");
        assertProblem(operator().post(refund + "/reject", "{\"reason\":\"not agreed\"}"), 403, "sign-in-needed");
        assertProblem(operator().post(refund + "/reject", "{}"), 422, "invalid-request");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "\"500\" | amount", "0 | amount", "-1 | amount", "1e3 | amount", "1234567890123456789 | amount",
            "500, \"unit\": \"airtime:XYZ\" | unit", "500, \"note\": \"hello\" | note", "500, \"to\": \"+1202\" | to",
            "500, \"from\": \"0044\" | from"})
    void transfers(String amount, String field) throws Exception {
        StringBuilder body = new StringBuilder("{\"amount\": ").append(amount);
        Map.of("from", World.msisdn(1), "to", World.msisdn(2), "unit", "airtime:USD").forEach((name, value) -> {
            if (!name.equals(field)) {
                body.append(", \"").append(name).append("\": \"").append(value).append('"');
            }
        });
        assertFieldRefused(send("transfers", "POST", "/v1/transfers", body.append('}').toString()), field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "events | \"quantity\":1 | \"quantity\":-1 | quantity",
            "events | \"quantity\":1 | \"quantity\":1e3 | quantity",
            "events | \"quantity\":1 | \"quantity\":\"1\" | quantity",
            "events | \"quantity\":1 | \"quantity\":1234567890123456789 | quantity",
            "events | \"data\" | \"fax\" | service",
            "events | a-reference | a\\u0000b | reference",
            "events | +12025550101 | +1202 | number",
            "price-enquiry | \"quantity\":1 | \"quantity\":0.5 | quantity",
            "refunds | a-reference | a reference | reference",
            "balance-check | +12025550101 | 0044 | number",
            "sessions | \"sequence\":1 | \"sequence\":0 | sequence",
            "sessions | \"sequence\":1 | \"sequence\":\"1\" | sequence",
            "sessions | \"requested\":1 | \"requested\":1e3 | units[0].requested",
            "sessions | \"requested\":1 | \"requested\":-1 | units[0].requested",
            "sessions | \"ratingGroup\":1 | \"ratingGroup\":1234567890123456789 | units[0].ratingGroup",
            "sessions/ses_00000000000000000000000000000000/reports | \"used\":1 | \"used\":\"1\" | units[0].used",
            "sessions/ses_00000000000000000000000000000000/release | \"used\":1 | \"used\":-1 | units[0].used"})
    void charging(String path, String valid, String wrong, String field) throws Exception {
        String body = switch (path) {
            case "events" -> "{\"reference\":\"a-reference\",\"number\":\"+12025550101\",\"service\":\"data\","
                    + "\"ratingGroup\":1,\"quantity\":1}";
            case "price-enquiry" ->
                "{\"number\":\"+12025550101\",\"service\":\"data\",\"ratingGroup\":1,\"quantity\":1}";
            case "refunds" -> "{\"reference\":\"a-reference\"}";
            case "balance-check" -> "{\"number\":\"+12025550101\"}";
            case "sessions" -> "{\"reference\":\"a-reference\",\"number\":\"+12025550101\",\"sequence\":1,"
                    + "\"units\":[{\"service\":\"data\",\"ratingGroup\":1,\"requested\":1}]}";
            default -> "{\"sequence\":2,\"units\":[{\"service\":\"data\",\"ratingGroup\":1,\"used\":1}]}";
        };
        assertThat(body).contains(valid);
        assertFieldRefused(send("charging", "POST", "/v1/charging/" + path, body.replace(valid, wrong)), field);
    }

    /** An endpoint that takes JSON alone, as the contract of the running node has it. */
    record Taking(String scope, String method, String path) {}

    static List<Taking> everyEndpointThatTakesJson() throws Exception {
        byte[] yaml = Api.send(HttpRequest.newBuilder(node.base().resolve("/openapi.yaml")).build()).body()
                .getBytes(StandardCharsets.ISO_8859_1);
        JsonNode contract = new JsonMapper()
                .valueToTree(new Yaml().<Object>load(new String(yaml, StandardCharsets.UTF_8)));
        List<Taking> found = new ArrayList<>();
        contract.path("paths").forEachEntry((path, item) -> item.forEachEntry((method, operation) -> {
            JsonNode content = operation.path("requestBody").path("content");
            if (content.has("application/json") && content.size() == 1) {
                found.add(
                        new Taking(operation.at("/security/0/oauth2/0").stringValue(), method.toUpperCase(Locale.ROOT),
                                path));
            }
        }));
        return found;
    }

    @ParameterizedTest
    @MethodSource("everyEndpointThatTakesJson")
    void endpointThatTakesJson(Taking endpoint) throws Exception {
        String path = endpoint.path()
                .replaceFirst("^/v1/charging/(.*)\\{id}", "/v1/charging/$1ses_00000000000000000000000000000000")
                .replaceFirst("^/v1/subscribers/\\{id}", "/v1/subscribers/sub_test1")
                .replaceFirst("/recharges/\\{id}", "/recharges/rch_00000000000000000000000000")
                .replaceFirst("/refunds/\\{id}", "/refunds/rfd_00000000000000000000000000")
                .replaceFirst("/breaks/\\{id}", "/breaks/brk_00000000000000000000000000")
                .replaceFirst("/gateways/\\{id}", "/gateways/stripe")
                .replace("{payment}", "pay_00000000000000000000000000")
                .replace("{day}", "2026-01-31").replace("{month}", "2026-01")
                .replace("{plan}", "classic").replace("{gateway}", "stripe").replace("{event}", "evt_1")
                .replaceFirst("^/v1/webhook-endpoints/\\{id}", "/v1/webhook-endpoints/whe_00000000000000000000000000")
                + "?reason=a%20test";
        assertThat(path).doesNotContain("{");

        for (String body : List.of("", "[", "{\"a\":1,\"a\":2}", "[".repeat(200) + "]".repeat(200))) {
            assertProblem(send(endpoint.scope(), endpoint.method(), path, body), 400, "malformed-body");
        }
        Api.Answer unknownField = send(endpoint.scope(), endpoint.method(), path, "{\"surprise\":1}");
        assertProblem(unknownField, 422, "invalid-request");
        assertThat(fields(unknownField)).contains("surprise");
    }

    @Test
    void planThatNobodyReadBefore() throws Exception {
        assertProblem(operator().post("/v1/tariffs/classic/versions?reason=a%20test", "{}"), 428,
                "precondition-required");
        assertProblem(operator().post("/v1/tariffs/classic/price-enquiry", "{"), 400, "malformed-body");
        assertProblem(operator().get("/v1/tariffs/no-such-plan/versions"), 404, "not-found");
    }
}
