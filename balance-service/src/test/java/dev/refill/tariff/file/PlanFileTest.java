package dev.refill.tariff.file;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.refill.tariff.RandomUsage;
import dev.refill.tariff.TariffPlan;
import dev.refill.tariff.TestPlans;

import static org.assertj.core.api.Assertions.assertThat;

class PlanFileTest {

    private static final String CLASSIC = TestPlans.file("/tariffs/classic.yaml");

    private static List<PlanProblem> problems(String file) {
        return switch (ReadPlan.read(file)) {
            case PlanReading.Valid valid -> List.of();
            case PlanReading.Invalid(List<PlanProblem> problems) -> problems;
        };
    }

    private static List<String> paths(String file) {
        return problems(file).stream().map(PlanProblem::path).toList();
    }

    private static String with(String valid, String other) {
        assertThat(CLASSIC).contains(valid);
        return CLASSIC.replace(valid, other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "berlin", "clockwork"})
    void exportIsReadAsTheSamePlan(String name) {
        TariffPlan plan = TestPlans.named(name);
        String file = WritePlan.write(plan);

        assertThat(TestPlans.read(file)).isEqualTo(plan);
        assertThat(WritePlan.write(TestPlans.read(file))).isEqualTo(file);
    }

    @Test
    void everyPlanIsReadAsItWasWritten() {
        RandomUsage random = new RandomUsage(new Random(7));
        for (int i = 0; i < 300; i++) {
            TariffPlan plan = random.plan();

            assertThat(TestPlans.read(WritePlan.write(plan))).isEqualTo(plan);
        }
    }

    @Test
    void jsonIsYaml() {
        String json = """
                {"plan": "small", "title": "Small", "unit": "airtime:USD", "time-zone": "UTC", "zones": {"all": ["+1"]},
                 "voice": {"all": {"price": 0.5, "per": "1 min", "first": 60, "next": 1, "rounding": "up to 1"}}}
                """;
        String yaml = """
                plan: small
                title: Small
                unit: airtime:USD
                time-zone: UTC
                zones: { all: [+1] }
                voice:
                  all: { price: 0.5, per: 60 s, first: 1 min, next: 1 s, rounding: up to 1 }
                """;

        assertThat(TestPlans.read(json)).isEqualTo(TestPlans.read(yaml));
    }

    @Test
    void allThatIsWrongIsSaidAtOnceWithItsPlace() {
        String file = """
                plan: Small Plan
                title: Small
                unit: dollars
                colour: red
                time-zone: Berlin
                zones:
                  all: [+1, x, +1]
                  none: []
                bands:
                  night:
                    - { days: mon-fri, from: 22:00, until: 06:00 }
                    - { days: someday, from: 24:00, until: 06:00 }
                voice:
                  all: { price: -1, per: 1 MB, first: 0, next: 1 s, rounding: sideways, bands: { noon: 1 } }
                  mars: free
                data:
                  ten: free
                  10: { price: 1e3 }
                allowances:
                  minutes: { service: voice, amount: 1 GB, days: 0, covers: [mars] }
                  texts: { service: sms, amount: 1, days: 1 }
                """;

        assertThat(paths(file)).containsExactlyInAnyOrder("plan", "unit", "colour", "time-zone", "zones.all[1]",
                "zones.all[2]", "zones.none", "bands.night[1].days", "bands.night[1].from", "voice.all.price",
                "voice.all.per", "voice.all.first", "voice.all.rounding", "voice.all.bands.noon", "voice.mars",
                "data.ten", "data.10.price", "data.10.per", "data.10.first", "data.10.next", "data.10.rounding",
                "allowances.minutes.amount", "allowances.minutes.days", "allowances.minutes.covers[0]",
                "allowances.texts.service");
        assertThat(problems(file)).allSatisfy(problem -> assertThat(problem.expected()).isNotBlank());
        assertThat(problems(file)).contains(new PlanProblem("time-zone", 5, "a time zone like Europe/Berlin"),
                new PlanProblem("zones.all[2]", 7, "a prefix that is not in zone all already"));
    }

    @Test
    void bandsThatOverlapAreRefused() {
        assertThat(problems(with("from: 07:00, until: 19:00", "from: 07:00, until: 01:00"))).singleElement()
                .isEqualTo(
                        new PlanProblem("bands", 19, "one band at a time, not peak and weekend on SATURDAY at 00:00"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "# nothing", "- a list", "just text", "{", "a: b: c", "a: [", "\t", "\u0000",
            "a: 1\n---\nb: 2", "? [a]\n: b", "%YAML 9.9\n---\na: b", "&a [*a]"})
    void whatIsNoPlanIsRefused(String file) {
        assertThat(problems(file)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "title: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL [\"http://a/\"]]]]",
            "title: !!str Text", "title: ! Text", "title: &a Text", "title: *a",
            "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
            "a: &a\n  b: *a", "title: a\ntitle: b", "a: [[[[[[[[[[[[[1]]]]]]]]]]]]]"})
    void hostileFileIsRefusedBeforeItMeansAnything(String file) {
        assertThat(problems(file)).singleElement().extracting(PlanProblem::expected)
                .isIn("no tags", "no anchors or aliases", "each key once", "nested 8 deep at most");
    }

    @Test
    void fileThatIsTooLongOrTooDeepIsRefusedAtOnce() {
        assertThat(problems("#" + "x".repeat(ReadPlan.LONGEST_FILE))).hasSize(1);
        assertThat(problems("a: " + "[".repeat(100_000))).hasSize(1);
        assertThat(problems("{".repeat(100_000))).hasSize(1);
        assertThat(problems("title: " + "x".repeat(201))).hasSize(1);
        assertThat(problems("- ".repeat(100_000))).hasSize(1);
    }

    @Test
    void manyProblemsAreCutOff() {
        assertThat(problems("zones: { near: [" + "x,".repeat(100_000) + "]}")).hasSize(500);
    }

    /** A character is changed, left out or doubled anywhere: an answer, and never an exception. */
    @Test
    void whateverIsDoneToAFileIsAnswered() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder file = new StringBuilder(CLASSIC);
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(file.length());
                switch (random.nextInt(3)) {
                    case 0 -> file.setCharAt(at, "{}[]:-&*!#\"'|>%@\t\n ,x0\u0000\uD83D".charAt(random.nextInt(24)));
                    case 1 -> file.deleteCharAt(at);
                    default -> file.insert(at, file.charAt(random.nextInt(file.length())));
                }
            }
            assertThat(ReadPlan.read(file.toString())).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e3", "0x10", "010", "1_000", ".5", "1.", "+1", "-1", "1.000000001", "1000000000", "NaN",
            "1,5", "١"})
    void priceThatIsNoPlainDecimalIsRefused(String price) {
        assertThat(paths(with("national: { price: 12,", "national: { price: '" + price + "',")))
                .containsExactly("voice.national.price");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 s", "1 m", "-1 s", "604801", "8 days", "1 MB", "99999999999999999999", "1.5 min", "1  s",
            "s"})
    void quantityThatIsNotOfTheServiceIsRefused(String quantity) {
        assertThat(paths(with("first: 30 s,", "first: '" + quantity + "',"))).containsExactly("voice.national.first");
    }
}
