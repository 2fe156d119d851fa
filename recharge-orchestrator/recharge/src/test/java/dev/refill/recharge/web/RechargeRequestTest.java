package dev.refill.recharge.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.gateway.Money;
import dev.refill.recharge.PaymentMeans;
import dev.refill.recharge.card.KeptCardId;
import dev.refill.recharge.web.Problems.FieldError;
import dev.refill.subscriber.Msisdn;

import static org.assertj.core.api.Assertions.assertThat;

class RechargeRequestTest {

    private static final String VALID = """
            {"msisdn": "+12025550101", "offer": "airtime-usd", "amount": 1000, "currency": "USD"}""";

    private final StrictJson json = new StrictJson();

    private RechargeRequest.Reading read(String body) {
        return switch (json.read(body.getBytes(StandardCharsets.UTF_8))) {
            case StrictJson.Reading.Read read -> RechargeRequest.read(read.tree(), "US");
            case StrictJson.Reading.Malformed malformed -> throw new AssertionError(malformed.why());
        };
    }

    private List<String> fieldsRefusedIn(String body) {
        return switch (read(body)) {
            case RechargeRequest.Reading.Valid valid -> List.of();
            case RechargeRequest.Reading.Invalid invalid -> invalid.errors().stream().map(FieldError::field).toList();
        };
    }

    @Test
    void validRequestIsRead() {
        assertThat(read(VALID)).isInstanceOfSatisfying(RechargeRequest.Reading.Valid.class,
                valid -> assertThat(valid.request().price()).isEqualTo(Money.of(1_000, "USD")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1e3", "1.0", "1000.0", "\"10\"", "1234567890123456789", "99999999999999999999",
            "null",
            "true", "[1000]", "{}", "1000000000001"})
    void amountThatIsNoPlainIntegerWithinBoundsIsRefused(String amount) {
        assertThat(fieldsRefusedIn(VALID.replace("1000", amount))).containsExactly("amount");
    }

    @ParameterizedTest
    @ValueSource(strings = {"usd", "US", "XXXX", "ZZZ", "", "$"})
    void currencyThatIsNoIsoCodeIsRefused(String currency) {
        assertThat(fieldsRefusedIn(VALID.replace("USD", currency))).containsExactly("currency");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+1", "12345", "+99912345678", "+120255501", "hello", "+12025550101; DROP TABLE",
            "٠١٢٣"})
    void numberNotValidForItsCountryIsRefused(String msisdn) {
        assertThat(fieldsRefusedIn(VALID.replace("+12025550101", msisdn))).containsExactly("msisdn");
    }

    /** Of Stripe's form, and of Adyen's, which names the shopper, too. */
    @ParameterizedTest
    @ValueSource(strings = {"pm_card_visa", "shopper-17.M5N7TQ4TG5PFWR50", "operator.net.shopper_17.8415718415718403"})
    void tokenOfAKeptCardIsRead(String token) {
        assertThat(fieldsRefusedIn(VALID.replace("}", ", \"cardOnFile\": \"" + token + "\"}"))).isEmpty();
    }

    @Test
    void tokenOfTheGreatestLengthIsReadAndOneLongerIsRefused() {
        assertThat(fieldsRefusedIn(VALID.replace("}", ", \"cardOnFile\": \"" + "a.".repeat(127) + "a\"}"))).isEmpty();
        assertThat(fieldsRefusedIn(VALID.replace("}", ", \"cardOnFile\": \"" + "a.".repeat(127) + "ab\"}")))
                .containsExactly("cardOnFile");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a..b", ".a", "a.", "../pm", "shopper-17/M5N7TQ4TG5PFWR50", "a b", "a\\nb",
            "pm_ä"})
    void tokenOfAnyOtherFormIsRefused(String token) {
        assertThat(fieldsRefusedIn(VALID.replace("}", ", \"cardOnFile\": \"" + token + "\"}")))
                .containsExactly("cardOnFile");
    }

    private PaymentMeans meansIn(String field) {
        return switch (read(VALID.replace("{", "{" + field + ", "))) {
            case RechargeRequest.Reading.Valid valid -> Objects.requireNonNull(valid.request().means());
            case RechargeRequest.Reading.Invalid invalid -> throw new AssertionError(invalid.errors());
        };
    }

    @Test
    void meansAreThoseNamed() {
        assertThat(meansIn("\"cardOnFile\": \"pm_card_visa\"")).isEqualTo(new PaymentMeans.CardOnFile("pm_card_visa"));
        assertThat(meansIn("\"mobileMoney\": \"+46 70-174 06 05\""))
                .isEqualTo(new PaymentMeans.MobileMoney(new Msisdn("+46701740605")));
        assertThat(meansIn("\"mobileMoney\": \"(202) 555-0101\"")).as("of the region")
                .isEqualTo(new PaymentMeans.MobileMoney(new Msisdn("+12025550101")));
        assertThat(read(VALID)).isInstanceOfSatisfying(RechargeRequest.Reading.Valid.class,
                valid -> assertThat(valid.request().means()).as("left to the gateway").isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"+1\"", "\"+99912345678\"", "\"12025550101\\u0000\"", "\"hello\"", "null", "true",
            "46701740605",
            "{}", "[\"+46701740605\"]", "{\"msisdn\": \"+46701740605\"}", "\"+46701740605; DROP TABLE\""})
    void phoneThatIsNoValidNumberIsRefused(String payer) {
        assertThat(fieldsRefusedIn(VALID.replace("{", "{\"mobileMoney\": " + payer + ", ")))
                .containsExactly("mobileMoney");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "null", "1", "{}", "\"../pm\"", "\"4242424242424242\"", "\"424242424242\""})
    void cardThatIsNoTokenIsRefused(String card) {
        assertThat(fieldsRefusedIn(VALID.replace("{", "{\"cardOnFile\": " + card + ", ")))
                .containsExactly("cardOnFile");
    }

    @Test
    void cardIsKeptByChoiceOfAPagesPayerAlone() {
        assertThat(meansIn("\"saveCard\": true")).isEqualTo(new PaymentMeans.HostedPage(true));
        assertThat(fieldsRefusedIn(VALID.replace("{", "{\"saveCard\": false, "))).isEmpty();
        assertThat(fieldsRefusedIn(VALID.replace("{", "{\"saveCard\": \"yes\", "))).containsExactly("saveCard");
        assertThat(fieldsRefusedIn(VALID.replace("{", "{\"saveCard\": true, \"cardOnFile\": \"pm_1\", ")))
                .containsExactly("saveCard");
    }

    @Test
    void keptCardIsNamedByOurIdAndAlone() {
        String id = "crd_0123456789abcdef0123456789abcdef";
        assertThat(read(VALID.replace("{", "{\"savedCard\": \"" + id + "\", ")))
                .isInstanceOfSatisfying(RechargeRequest.Reading.Valid.class, valid -> {
                    assertThat(valid.request().savedCard()).isEqualTo(new KeptCardId(id));
                    assertThat(valid.request().means()).isNull();
                });
        for (String wrong : new String[]{"\"pm_1\"", "\"\"", "null", "1"}) {
            assertThat(fieldsRefusedIn(VALID.replace("{", "{\"savedCard\": " + wrong + ", ")))
                    .containsExactly("savedCard");
        }
        assertThat(fieldsRefusedIn(VALID.replace("{", "{\"savedCard\": \"" + id + "\", \"saveCard\": true, ")))
                .containsExactly("saveCard");
    }

    @Test
    void cardAndPhoneAreNeverTakenTogether() {
        assertThat(fieldsRefusedIn(
                VALID.replace("{", "{\"cardOnFile\": \"pm_1\", \"mobileMoney\": \"+46701740605\", ")))
                .containsExactly("mobileMoney");
        assertThat(fieldsRefusedIn(VALID.replace("{", "{\"cardOnFile\": null, \"mobileMoney\": null, ")))
                .contains("cardOnFile", "mobileMoney");
    }

    @Test
    void unknownFieldIsRefused() {
        assertThat(fieldsRefusedIn(VALID.replace("{", "{\"state\": \"credited\", "))).containsExactly("state");
    }

    @Test
    void everyMissingFieldIsNamedAtOnce() {
        assertThat(fieldsRefusedIn("{}")).containsExactlyInAnyOrder("msisdn", "offer", "amount", "currency");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "\"x\"", "null"})
    void whatIsNoObjectIsRefused(String body) {
        assertThat(read(body)).isInstanceOf(RechargeRequest.Reading.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":1,\"a\":2}", "{} {}", "[[[[[[[[[[[[1]]]]]]]]]]]]", "NaN",
            "{\"amount\": NaN}", "{'a':1}"})
    void whatIsNoJsonIsMalformed(String body) {
        assertThat(json.read(body.getBytes(StandardCharsets.UTF_8))).isInstanceOf(StrictJson.Reading.Malformed.class);
    }

    @Test
    void invalidUtf8IsMalformed() {
        assertThat(json.read(new byte[]{'"', (byte) 0xC3, (byte) 0x28, '"'}))
                .isInstanceOf(StrictJson.Reading.Malformed.class);
    }
}
