package dev.refill.sandbox.momo;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.refill.sandbox.Sandbox;

import static org.assertj.core.api.Assertions.assertThat;

/** The page that stands for a customer's phone. */
class PhonesTest {

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

    private static HttpResponse<String> phone(String number) {
        return sandbox.send(sandbox.request("/momo/phone?number=" + number));
    }

    @Test
    void phoneWhenAskedThenShowsThePriceAndWhatIsBoughtWithTwoAnswers() {
        String reference = Mtn.newReference();
        mtn.ask(reference, Mtn.tenEurosOf("256770000011"));
        HttpResponse<String> page = phone("%2B256%20770%20000%20011");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Pay EUR 10.00?", "Airtime", "/momo/phone/" + reference, "value=\"approve\"",
                "value=\"reject\"");
        assertThat(page.headers().firstValue("Content-Security-Policy")).hasValueSatisfying(
                policy -> assertThat(policy).contains("default-src 'none'", "form-action 'self'"));
    }

    @Test
    void phoneWhenAskedForAnotherNumberThenShowsNothing() {
        mtn.ask(Mtn.newReference(), Mtn.tenEurosOf("256770000012"));
        assertThat(phone("256770000013").body()).contains("Nothing waits for an answer").doesNotContain("EUR 10.00");
        assertThat(phone("").body()).contains("Whose phone is it?").doesNotContain("EUR 10.00");
    }

    @ParameterizedTest
    @CsvSource({"approve,reject,SUCCESSFUL,EUR 10.00 paid,256770000014",
            "reject,approve,FAILED,EUR 10.00 not paid: APPROVAL_REJECTED,256770000015"})
    void phoneWhenAnsweredThenTheFirstAnswerStands(String first, String second, String status, String shown,
            String number) {
        String reference = Mtn.newReference();
        mtn.ask(reference, Mtn.tenEurosOf(number));
        HttpResponse<String> answer = mtn.says(reference, first);
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("/momo/phone?number=" + number);
        mtn.says(reference, second);
        assertThat(mtn.payment(reference).path("status").stringValue("")).isEqualTo(status);
        assertThat(phone(number).body()).contains(shown, "Nothing waits for an answer");
    }

    @ParameterizedTest
    @CsvSource({"perhaps,400", "'',400"})
    void phoneWhenItSaysSomethingElseThenRefusedAndStillAsked(String outcome, int status) {
        String reference = Mtn.newReference();
        mtn.ask(reference, Mtn.tenEurosOf(Mtn.PHONE));
        assertThat(mtn.says(reference, outcome).statusCode()).isEqualTo(status);
        assertThat(mtn.payment(reference).path("status").stringValue("")).isEqualTo("PENDING");
    }

    @Test
    void phoneWhenThereIsNoSuchRequestThenNotFound() {
        assertThat(mtn.says("nothing", "approve").statusCode()).isEqualTo(404);
        assertThat(sandbox.send(sandbox.request("/momo/phone").DELETE()).statusCode()).isEqualTo(405);
        assertThat(sandbox.send(sandbox.request("/momo/phone/x")
                .POST(HttpRequest.BodyPublishers.ofString("o".repeat(300_000)))).statusCode()).isEqualTo(413);
    }
}
