package dev.refill.recharge.routing;

import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.PaymentMethodType;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.routing.Route.Choice;
import dev.refill.recharge.routing.Route.Verdict;
import dev.refill.recharge.routing.RoutingRule.Candidate;
import dev.refill.subscriber.Msisdn;

import static dev.refill.gateway.PaymentMethodType.CARD_ON_FILE;
import static dev.refill.gateway.PaymentMethodType.HOSTED_PAGE;
import static dev.refill.gateway.PaymentMethodType.MOBILE_MONEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RouterTest {

    private static final GatewayId A = new GatewayId("a");
    private static final GatewayId B = new GatewayId("b");
    private static final GatewayId C = new GatewayId("c");
    private static final GatewayId PHONES = new GatewayId("phones");
    private static final Map<GatewayId, Set<PaymentMethodType>> TAKEN = Map.of(A, Set.of(HOSTED_PAGE, CARD_ON_FILE), B,
            Set.of(HOSTED_PAGE), C, Set.of(HOSTED_PAGE), PHONES, Set.of(MOBILE_MONEY));
    private static final Map<GatewayId, Set<PaymentMethodType>> KEEPERS = Map.of(A, Set.of(HOSTED_PAGE, CARD_ON_FILE),
            B, Set.of(HOSTED_PAGE, CARD_ON_FILE), C, Set.of(HOSTED_PAGE), PHONES, Set.of(MOBILE_MONEY));
    private static final Msisdn UGANDAN = new Msisdn("+256772123456");

    private final Set<GatewayId> off = new HashSet<>();
    private final Set<GatewayId> ill = new HashSet<>();
    private final Conditions now = new Conditions() {

        @Override
        public boolean isOff(GatewayId gateway) {
            return off.contains(gateway);
        }

        @Override
        public boolean isWell(GatewayId gateway) {
            return !ill.contains(gateway);
        }
    };

    private static Set<PaymentMethodType> taken(GatewayId gateway) {
        return TAKEN.getOrDefault(gateway, Set.of());
    }

    private static RoutingRule rule(String name, Candidate... candidates) {
        return new RoutingRule(name, null, null, null, null, null, List.of(candidates));
    }

    private static RoutingRule dollars(String name, @Nullable Long from, @Nullable Long to) {
        return new RoutingRule(name, Currency.getInstance("USD"), from, to, null, null,
                List.of(new Candidate(B, 100, 0)));
    }

    private static RoutingFacts facts(int order, long minor, String currency, PaymentMethodType method) {
        return new RoutingFacts(new RechargeId("rch_01jd3v5k8m2n4p6q8r0s2t" + (1_000 + order)),
                Money.of(minor, currency), UGANDAN, method);
    }

    private static RoutingFacts facts(int order) {
        return facts(order, 1_000, "USD", HOSTED_PAGE);
    }

    private static Router router(RoutingRule... rules) {
        return new Router(List.of(rules), A, TAKEN.keySet(), RouterTest::taken);
    }

    private static Router router(Map<GatewayId, Set<PaymentMethodType>> taken, RoutingRule... rules) {
        return new Router(List.of(rules), A, taken.keySet(), gateway -> taken.getOrDefault(gateway, Set.of()));
    }

    private Route route(Router router, RoutingFacts facts, GatewayId... tried) {
        return router.route(facts, Set.of(tried), now);
    }

    private static List<String> words(Route route) {
        return route.choices().stream().map(choice -> choice.gateway() + " " + choice.verdict()).toList();
    }

    @Test
    void candidatesAreThatOfAllOthersAndThoseOfRules() {
        assertThat(router().candidates()).containsExactly(A);
        assertThat(router(dollars("some", null, null), rule("others", new Candidate(C, 100, 0))).candidates())
                .containsExactlyInAnyOrder(A, B, C);
    }

    @Test
    void withoutRulesAllGoesToOne() {
        Route route = route(router(), facts(1));
        assertThat(route.first()).contains(A);
        assertThat(route.rule()).isNull();
        assertThat(router().hasRules()).isFalse();
        assertThat(router().methods()).containsExactlyInAnyOrder(HOSTED_PAGE, CARD_ON_FILE);
    }

    @Test
    void ordersAreSharedAsTheRuleSaysAndEachIsAlwaysDrawnAlike() {
        Router router = router(rule("all", new Candidate(A, 70, 3), new Candidate(B, 30, 1)));
        long toA = IntStream.range(0, 9_000)
                .filter(order -> route(router, facts(order)).first().equals(Optional.of(A)))
                .count();
        assertThat(toA).isBetween(6_000L, 6_600L);
        assertThat(route(router, facts(7))).isEqualTo(route(router, facts(7)));
    }

    @Test
    void theOthersFollowByCostAndThoseThatAnswerBadlyComeLast() {
        Router router = router(rule("all", new Candidate(A, 100, 9), new Candidate(B, 0, 2), new Candidate(C, 0, 1)));
        assertThat(words(route(router, facts(1)))).containsExactly("a SHARE", "c COST", "b COST",
                "phones NOT_MATCHED");
        ill.add(A);
        ill.add(C);
        assertThat(words(route(router, facts(1)))).containsExactly("b COST", "c BREAKER_OPEN", "a BREAKER_OPEN",
                "phones NOT_MATCHED");
    }

    @Test
    void whatIsOffOrWasTriedIsPassedOver() {
        Router router = router(rule("all", new Candidate(A, 100, 9), new Candidate(B, 0, 2), new Candidate(C, 0, 1)));
        off.add(C);
        Route route = route(router, facts(1), A);
        assertThat(route.first()).contains(B);
        assertThat(words(route)).containsExactly("b COST", "a TRIED_ALREADY", "c SWITCHED_OFF", "phones NOT_MATCHED");
        assertThat(route(router, facts(1), A, B).first()).isEmpty();
        assertThat(route(router, facts(1)).choices()).contains(new Choice(A, Verdict.SHARE, 100, 9));
    }

    @Test
    void candidateThatDoesNotTakeTheMethodIsPassedOver() {
        Router router = router(rule("all", new Candidate(A, 100, 0), new Candidate(PHONES, 0, 0)));
        assertThat(route(router, facts(1, 1_000, "USD", MOBILE_MONEY)).first()).contains(PHONES);
        assertThat(words(route(router, facts(1, 1_000, "USD", MOBILE_MONEY)))).contains("a METHOD_NOT_TAKEN");
        assertThat(route(router, facts(1)).first()).contains(A);
        assertThat(router.methods()).contains(MOBILE_MONEY, HOSTED_PAGE);
    }

    @Test
    void firstRuleThatIsForTheOrderChooses() {
        Router router = router(dollars("small", null, 999L), dollars("large", 1_000L, 5_000L),
                new RoutingRule("Uganda", null, null, null, "UG", HOSTED_PAGE, List.of(new Candidate(C, 100, 0))));
        assertThat(route(router, facts(1, 999, "USD", HOSTED_PAGE)).rule()).isEqualTo("small");
        assertThat(route(router, facts(1, 1_000, "USD", HOSTED_PAGE)).rule()).isEqualTo("large");
        assertThat(route(router, facts(1, 5_000, "USD", HOSTED_PAGE)).rule()).isEqualTo("large");
        assertThat(route(router, facts(1, 5_001, "USD", HOSTED_PAGE)).rule()).isEqualTo("Uganda");
        assertThat(route(router, facts(1, 1_000, "EUR", HOSTED_PAGE)).first()).contains(C);
        assertThat(router.route(new RoutingFacts(new RechargeId("rch_01jd3v5k8m2n4p6q8r0s2t4v6w"),
                Money.of(1_000, "EUR"), new Msisdn("+12025550123"), HOSTED_PAGE), Set.of(), now).first()).contains(A);
    }

    @Test
    void keptCardsGoWhereTheyAreKnown() {
        Router router = router(rule("all", new Candidate(B, 50, 0), new Candidate(C, 50, 0)));
        assertThat(route(router, facts(1, 1_000, "USD", CARD_ON_FILE)).first()).contains(A);
        Router named = router(new RoutingRule("cards", null, null, null, null, CARD_ON_FILE,
                List.of(new Candidate(A, 100, 0))));
        assertThat(route(named, facts(1, 1_000, "USD", CARD_ON_FILE)).rule()).isEqualTo("cards");
    }

    private static RoutingFacts keptAt(GatewayId keeper) {
        RoutingFacts like = facts(1, 1_000, "USD", CARD_ON_FILE);
        return new RoutingFacts(like.order(), like.price(), like.recharged(), like.method(), keeper);
    }

    /** Whatever a rule says of cards: elsewhere this one is not known. */
    @Test
    void keptCardGoesToTheGatewayThatKeepsIt() {
        Router router = router(KEEPERS, new RoutingRule("cards", Currency.getInstance("USD"), null, null, null,
                CARD_ON_FILE, List.of(new Candidate(A, 100, 7))));
        Route route = route(router, keptAt(B));
        assertThat(route.first()).contains(B);
        assertThat(route.rule()).isNull();
        assertThat(route.choices()).containsExactly(new Choice(B, Verdict.KEPT_HERE, 0, 0),
                new Choice(A, Verdict.KEPT_ELSEWHERE, 0, 0), new Choice(C, Verdict.KEPT_ELSEWHERE, 0, 0),
                new Choice(PHONES, Verdict.KEPT_ELSEWHERE, 0, 0));
        assertThat(route(router, keptAt(A)).first()).contains(A);
        assertThat(route(router, facts(1, 1_000, "USD", CARD_ON_FILE)).rule()).as("one that nobody knows")
                .isEqualTo("cards");
    }

    @Test
    void keptCardGoesNowhereElseWhenItsKeeperIsOffOrIllOrTried() {
        Router router = router(KEEPERS);
        off.add(B);
        Route switchedOff = route(router, keptAt(B));
        assertThat(switchedOff.first()).isEmpty();
        assertThat(switchedOff.isOffered()).as("once it is on again").isTrue();
        assertThat(words(switchedOff)).containsExactly("b SWITCHED_OFF", "a KEPT_ELSEWHERE", "c KEPT_ELSEWHERE",
                "phones KEPT_ELSEWHERE");
        off.clear();
        ill.add(B);
        assertThat(route(router, keptAt(B)).firstWell()).isEmpty();
        assertThat(words(route(router, keptAt(B)))).startsWith("b KEPT_HERE_BREAKER_OPEN").filteredOn(
                word -> !word.endsWith("KEPT_ELSEWHERE")).hasSize(1);
        assertThat(route(router, keptAt(B), B).first()).isEmpty();
    }

    @Test
    void keptCardOfAGatewayThatIsGoneOrTakesNoneIsNotTaken() {
        for (GatewayId keeper : List.of(new GatewayId("gone"), C)) {
            Route route = route(router(KEEPERS), keptAt(keeper));
            assertThat(route.first()).isEmpty();
            assertThat(route.isOffered()).isFalse();
            assertThat(route.choices()).extracting(Choice::gateway).containsExactlyInAnyOrder(A, B, C, PHONES);
        }
    }

    private static List<Runnable> nonsense() {
        return List.of(
                () -> rule("shares", new Candidate(A, 60, 0), new Candidate(B, 30, 0)),
                () -> rule("twice", new Candidate(A, 50, 0), new Candidate(A, 50, 0)),
                () -> rule("none"),
                () -> rule(" ", new Candidate(A, 100, 0)),
                () -> new Candidate(A, 101, 0),
                () -> new Candidate(A, 100, -1),
                () -> dollars("upside down", 2L, 1L),
                () -> dollars("nothing", 0L, null),
                () -> new RoutingRule("no currency", null, 1L, null, null, null, List.of(new Candidate(A, 100, 0))),
                () -> new RoutingRule("country", null, null, null, "ug", null, List.of(new Candidate(A, 100, 0))),
                () -> new RoutingRule("cards", null, null, null, null, CARD_ON_FILE,
                        List.of(new Candidate(A, 50, 0), new Candidate(B, 50, 0))),
                () -> router(rule("unknown", new Candidate(new GatewayId("other"), 100, 0))),
                () -> router(new RoutingRule("not taken", null, null, null, null, MOBILE_MONEY,
                        List.of(new Candidate(A, 100, 0)))),
                () -> router(dollars("same", 1L, 2L), dollars("same", 3L, 4L)),
                () -> router(rule("all", new Candidate(A, 100, 0)), dollars("never", null, null)),
                () -> router(dollars("wide", 1L, 9L), dollars("within", 2L, 9L)));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void rulesThatMakeNoSenseAreRefused(Runnable nonsense) {
        assertThatThrownBy(nonsense::run).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("refill.routing.rules").hasMessageContaining("expected");
    }

    /** Whatever the rules and the moment, an order goes where it may, and every gateway has its verdict. */
    @Test
    void choiceIsAlwaysOneThatMayBeMade() {
        List<GatewayId> all = List.of(A, B, C, PHONES);
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            off.clear();
            ill.clear();
            Set<GatewayId> tried = new HashSet<>();
            for (GatewayId gateway : all) {
                (random.nextInt(4) == 0 ? off : new HashSet<GatewayId>()).add(gateway);
                (random.nextInt(3) == 0 ? ill : new HashSet<GatewayId>()).add(gateway);
                (random.nextInt(4) == 0 ? tried : new HashSet<GatewayId>()).add(gateway);
            }
            int share = random.nextInt(101);
            Router router = router(rule("all", new Candidate(A, share, random.nextInt(3)),
                    new Candidate(B, 100 - share, random.nextInt(3)), new Candidate(PHONES, 0, 0)));
            RoutingFacts facts = facts(seed, 1_000, "USD", random.nextBoolean() ? HOSTED_PAGE : MOBILE_MONEY);
            Route route = router.route(facts, tried, now);

            assertThat(route.choices()).extracting(Choice::gateway).containsExactlyInAnyOrderElementsOf(all);
            route.first().ifPresent(first -> assertThat(first)
                    .matches(gateway -> !off.contains(gateway) && !tried.contains(gateway))
                    .matches(gateway -> taken(gateway).contains(facts.method()))
                    .matches(gateway -> !ill.contains(gateway) || route.choices().stream()
                            .filter(choice -> choice.verdict().isTaken())
                            .allMatch(choice -> ill.contains(choice.gateway()))));
        }
    }
}
