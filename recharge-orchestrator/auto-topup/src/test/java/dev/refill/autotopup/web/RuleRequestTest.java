package dev.refill.autotopup.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.refill.autotopup.AutoTopupProperties;
import dev.refill.autotopup.rule.CardToken;
import dev.refill.autotopup.rule.Limits;
import dev.refill.autotopup.rule.Rule;
import dev.refill.autotopup.rule.RuleEdit;
import dev.refill.autotopup.rule.RuleId;
import dev.refill.autotopup.rule.RuleState;
import dev.refill.autotopup.rule.Trigger;
import dev.refill.autotopup.rule.Trigger.Frequency;
import dev.refill.gateway.Money;
import dev.refill.ledger.LedgerUnit;
import dev.refill.offer.OfferId;
import dev.refill.request.JsonBody;
import dev.refill.request.Problems.FieldError;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.SubscriberId;

import static org.assertj.core.api.Assertions.assertThat;

class RuleRequestTest {

    private static final AutoTopupProperties DEFAULTS = new AutoTopupProperties(5, Duration.ofDays(1),
            Duration.ofHours(12), Duration.ofHours(1), Duration.ofHours(6), 3, 20, ZoneOffset.UTC,
            Duration.ofSeconds(1),
            Duration.ofMinutes(2),
            64, 16, "1", "I agree.");
    private static final String LOW = """
            {"msisdn":"+12025550101","offer":"airtime-usd","amount":1000,"currency":"USD","cardOnFile":"pm_1",
             "lowBalance":{"threshold":500},"acceptedTerms":"1","limits":{"perDay":2}}""";
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

    private static JsonBody body(String text) {
        return JsonBody.parse(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    private static JsonBody agreed(String fields) {
        return body("{\"acceptedTerms\":\"1\"," + fields + "}");
    }

    private static Rule rule(Trigger trigger) {
        return new Rule(RuleId.of("app", "k"), 1, RuleState.ACTIVE, null, "app", new SubscriberId("sub_alice"),
                new OfferId("airtime-usd"), Money.of(1_000, "USD"), new LedgerUnit("airtime:USD"),
                new CardToken("pm_1"),
                trigger, new Limits(3, 20, 5_000L, null), 0, null, AT, AT);
    }

    @Test
    void readsWhatIsAskedFor() {
        assertThat(RuleRequest.read(body(LOW), DEFAULTS, Optional.empty())).contains(new RuleRequest(
                new Msisdn("+12025550101"),
                new OfferId("airtime-usd"), Money.of(1_000, "USD"), new CardToken("pm_1"), new Trigger.LowBalance(500),
                new Limits(2, 20, null, null), "1"));
        String schedule = LOW.replace("\"lowBalance\":{\"threshold\":500}",
                "\"schedule\":{\"frequency\":\"weekly\",\"day\":5,\"at\":\"17:30\",\"timeZone\":\"Europe/Berlin\"}");
        assertThat(RuleRequest.read(body(schedule), DEFAULTS, Optional.empty()).orElseThrow().trigger()).isEqualTo(
                new Trigger.Schedule(Frequency.WEEKLY, 5, LocalTime.of(17, 30), ZoneId.of("Europe/Berlin")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "\"+12025550101\"                | \"12\"                      | msisdn",
            "\"airtime-usd\"                 | \"A\"                       | offer",
            "1000                            | 0                           | amount",
            "1000                            | 1e3                         | amount",
            "1000                            | \"1000\"                    | amount",
            "\"USD\"                         | \"usd\"                     | currency",
            "\"pm_1\"                        | \"pm 1\"                    | cardOnFile",
            "\"pm_1\"                        | \"pm..1\"                   | cardOnFile",
            "\"pm_1\"                        | \"4242424242424242\"        | cardOnFile",
            "{\"threshold\":500}             | {\"threshold\":0}           | lowBalance.threshold",
            "{\"threshold\":500}             | {}                          | lowBalance.threshold",
            "{\"threshold\":500}             | {\"threshold\":1,\"x\":1}   | lowBalance.x",
            "{\"threshold\":500}             | 500                         | lowBalance",
            "\"lowBalance\":{\"threshold\":500} | \"limits2\":{}           | limits2",
            "{\"perDay\":2}                  | {\"perDay\":0}              | limits.perDay",
            "{\"perDay\":2}                  | {\"perDay\":101}            | limits.perDay",
            "{\"perDay\":2}                  | {\"amountPerDay\":0}        | limits.amountPerDay",
            "{\"perDay\":2}                  | []                          | limits",
            "\"acceptedTerms\":\"1\"         | \"acceptedTerms\":\" \"     | acceptedTerms",
            "\"acceptedTerms\":\"1\"         | \"acceptedTerms\":1        | acceptedTerms",
            "\"limits\":{\"perDay\":2}       | \"schedule\":{}             | schedule"})
    void namesWhatIsWrong(String right, String wrong, String field) {
        assertThat(LOW).contains(right);
        JsonBody body = body(LOW.replace(right, wrong));
        assertThat(RuleRequest.read(body, DEFAULTS, Optional.empty())).isEmpty();
        assertThat(body.errors()).extracting(FieldError::field).contains(field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "yearly  | 1  | 09:00 | UTC     | schedule.frequency",
            "weekly  | 8  | 09:00 | UTC     | schedule.day",
            "monthly | 0  | 09:00 | UTC     | schedule.day",
            "daily   | 2  | 09:00 | UTC     | schedule.day",
            "daily   | 1  | 24:00 | UTC     | schedule.at",
            "daily   | 1  | 9:00  | UTC     | schedule.at",
            "daily   | 1  | 09:00 | Nowhere | schedule.timeZone"})
    void namesWhatIsWrongWithASchedule(String frequency, int day, String at, String zone, String field) {
        JsonBody body = body(LOW.replace("\"lowBalance\":{\"threshold\":500}",
                "\"schedule\":{\"frequency\":\"%s\",\"day\":%d,\"at\":\"%s\",\"timeZone\":\"%s\"}".formatted(frequency,
                        day,
                        at, zone)));
        assertThat(RuleRequest.read(body, DEFAULTS, Optional.empty())).isEmpty();
        assertThat(body.errors()).extracting(FieldError::field).contains(field);
    }

    @Test
    void oneTriggerIsNeeded() {
        JsonBody none = body(LOW.replace("\"lowBalance\":{\"threshold\":500},", ""));
        assertThat(RuleRequest.read(none, DEFAULTS, Optional.empty())).isEmpty();
        assertThat(none.errors()).extracting(FieldError::field).containsExactly("lowBalance");
    }

    @Test
    void noErrorRepeatsTheCard() {
        JsonBody body = body(LOW.replace("pm_1", "pm secret"));
        RuleRequest.read(body, DEFAULTS, Optional.empty());
        assertThat(body.errors().toString()).doesNotContain("secret");
    }

    @Test
    void aPatchChangesWhatItNames() {
        Rule low = rule(new Trigger.LowBalance(500));
        assertThat(RuleRequest.change(body("{\"acceptedTerms\":\"1\"}"), low, Optional.empty())).isEqualTo(
                Optional.of(new RuleEdit.Change(low.price(), low.card(), low.trigger(), low.limits(), "1")));
        assertThat(
                RuleRequest.change(agreed("\"amount\":2000,\"lowBalance\":{\"threshold\":1},\"limits\":{\"perDay\":1}"),
                        low, Optional.empty()))
                .contains(new RuleEdit.Change(Money.of(2_000, "USD"), low.card(), new Trigger.LowBalance(1),
                        new Limits(1, 20, 5_000L, null), "1"));
        assertThat(RuleRequest.change(agreed("\"limits\":{\"amountPerDay\":null,\"amountPerMonth\":9}"), low,
                Optional.empty()))
                .contains(
                        new RuleEdit.Change(low.price(), low.card(), low.trigger(), new Limits(3, 20, null, 9L), "1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"amount\":2000}       | acceptedTerms",
            "{\"currency\":\"EUR\"}  | currency",
            "{\"msisdn\":\"+12025550102\"} | msisdn",
            "{\"amount\":null}       | amount",
            "{\"cardOnFile\":null}   | cardOnFile",
            "{\"schedule\":{\"frequency\":\"daily\",\"at\":\"09:00\",\"timeZone\":\"UTC\"}} | schedule"})
    void aPatchNamesWhatIsWrong(String patch, String field) {
        JsonBody body = body(patch);
        assertThat(RuleRequest.change(body, rule(new Trigger.LowBalance(500)), Optional.empty())).isEmpty();
        assertThat(body.errors()).extracting(FieldError::field).contains(field);
    }
}
