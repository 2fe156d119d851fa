package dev.refill.sandbox.momo;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import dev.refill.sandbox.Sandbox;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests to pay, as a shop sends and reads them. */
class RequestToPayTest {

    private static Sandbox sandbox;
    private static Mtn mtn;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start();
        mtn = new Mtn(sandbox);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void createWhenGoodThenAcceptedWithoutABodyAndPending() {
        String reference = Mtn.newReference();
        HttpResponse<String> accepted = mtn.ask(reference, Mtn.tenEurosOf(Mtn.PHONE));
        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(accepted.body()).isEmpty();
        JsonNode payment = mtn.payment(reference);
        assertThat(payment.path("status").stringValue("")).isEqualTo("PENDING");
        assertThat(payment.path("externalId").stringValue("")).isEqualTo("op-1");
        assertThat(payment.path("amount").stringValue("")).isEqualTo("10.00");
        assertThat(payment.path("currency").stringValue("")).isEqualTo("EUR");
        assertThat(payment.at("/payer/partyId").stringValue("")).isEqualTo(Mtn.PHONE);
    }

    @Test
    void createWhenSentAgainThenConflictAndTheFirstStands() {
        String reference = mtn.paid();
        HttpResponse<String> again = mtn.ask(reference, Mtn.tenEurosOf("256770000002"));
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("\"RESOURCE_ALREADY_EXIST\"");
        assertThat(mtn.payment(reference).path("status").stringValue("")).isEqualTo("SUCCESSFUL");
    }

    @ParameterizedTest
    @CsvSource({"46733123450,INTERNAL_PROCESSING_ERROR", "46733123451,APPROVAL_REJECTED", "46733123452,EXPIRED"})
    void createWhenForATestNumberThenFailsAsDocumented(String number, String code) {
        String reference = Mtn.newReference();
        mtn.ask(reference, Mtn.tenEurosOf(number));
        assertThat(mtn.payment(reference).path("status").stringValue("")).isEqualTo("FAILED");
        assertThat(mtn.payment(reference).at("/reason/code").stringValue("")).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"'\"10.00\"','\"0.00\"'", "'\"10.00\"','\"-1\"'", "'\"10.00\"','\"1.5\"'", "'\"10.00\"','10.00'",
            "'\"op-1\"','\"\"'", "'\"MSISDN\"','\"EMAIL\"'", "'\"256770000001\"','\"+256770000001\"'",
            "'\"payerMessage\": \"Airtime\"','\"payerMessage\": \"it''s\"'", "'{','['"})
    void createWhenAFieldIsWrongThenRefusedAndNothingIsKept(String right, String wrong) {
        String reference = Mtn.newReference();
        HttpResponse<String> refused = mtn.ask(reference, Mtn.tenEurosOf(Mtn.PHONE).replace(right, wrong));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("\"VALIDATION_ERROR\"");
        assertThat(mtn.payment(reference).path("code").stringValue("")).isEqualTo("RESOURCE_NOT_FOUND");
    }

    @Test
    void createWhenInAnotherCurrencyThenRefusedAsMtnsSandboxDoes() {
        HttpResponse<String> refused = mtn.ask(Mtn.newReference(), Mtn.tenEurosOf(Mtn.PHONE).replace("EUR", "UGX"));
        assertThat(refused.statusCode()).isEqualTo(500);
        assertThat(refused.body()).contains("\"INVALID_CURRENCY\"");
    }

    @ParameterizedTest
    @CsvSource({"X-Reference-Id,one,400", "X-Reference-Id,11111111-1111-1111-8111-111111111111,400",
            "X-Callback-Url,file:///etc/passwd,400", "X-Target-Environment,mtnuganda,500",
            "Authorization,Bearer none,401", "Ocp-Apim-Subscription-Key,none,401"})
    void createWhenAHeaderIsWrongThenRefused(String header, String value, int status) {
        assertThat(sandbox.send(mtn.creation(Product.COLLECTION, "requesttopay", Mtn.newReference(),
                Mtn.tenEurosOf(Mtn.PHONE)).setHeader(header, value)).statusCode()).isEqualTo(status);
    }

    @Test
    void createWhenTheTokenIsOfTheOtherProductThenUnauthorized() {
        assertThat(sandbox.send(mtn.creation(Product.COLLECTION, "requesttopay", Mtn.newReference(),
                Mtn.tenEurosOf(Mtn.PHONE))
                .setHeader("Authorization", "Bearer " + mtn.token(Product.DISBURSEMENT))).statusCode()).isEqualTo(401);
    }

    @Test
    void tokenWhenTheKeyIsWrongThenUnauthorized() {
        assertThat(sandbox.send(mtn.tokenRequest(Product.COLLECTION, "wrong")).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"/momo/collection/v1_0/refund", "/momo/collection/v1_0/requesttopay",
            "/momo/disbursement/v1_0/transfer/1", "/momo/collection/v2_0/requesttopay", "/momo", "/momo/",
            "/momo/toasters"})
    void answerWhenThereIsNoSuchAddressThenNotFoundInOtherWordsThanMtns(String path) {
        Product product = path.contains("collection") ? Product.COLLECTION : Product.DISBURSEMENT;
        HttpResponse<String> answer = sandbox.send(sandbox.request(path)
                .header("Ocp-Apim-Subscription-Key", product.subscriptionKey()));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(Mtn.json(answer).has("code")).isFalse();
        assertThat(Mtn.json(answer).path("statusCode").intValue(0)).isEqualTo(404);
    }
}
