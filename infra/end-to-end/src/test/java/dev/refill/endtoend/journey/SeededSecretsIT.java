package dev.refill.endtoend.journey;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.refill.endtoend.secrets.Answered;
import dev.refill.endtoend.secrets.HostileClient;
import dev.refill.endtoend.secrets.Made;
import dev.refill.endtoend.secrets.SecretSearch;
import dev.refill.endtoend.secrets.SeededSecrets;
import dev.refill.endtoend.secrets.SeededSecrets.Bundle;
import dev.refill.endtoend.secrets.StoredTexts;
import dev.refill.endtoend.stack.Api;
import dev.refill.endtoend.stack.CardLinks;
import dev.refill.endtoend.stack.HostedPage;
import dev.refill.endtoend.stack.InParallel;
import dev.refill.endtoend.stack.MobileMoney;
import dev.refill.endtoend.stack.Node;
import dev.refill.endtoend.stack.Operator;
import dev.refill.endtoend.stack.Partner;
import dev.refill.endtoend.stack.Wallet;
import dev.refill.endtoend.stack.World;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Card numbers, their codes, keys and bearer tokens come in wherever a client can put them, between orders that are paid as they should
 * be. Nothing of it is in the log, in a table, in a meter, in an answer, or at the partner who is sent what happens; a card number that is
 * written as a client's own number may be is at least in no log and no meter.
 */
class SeededSecretsIT {

    private static final int SECRETS = Integer.getInteger("secrets", 1_000);
    private static final long SEED = Long.getLong("seed", 20261127L);
    private static final int KINDS = 4;
    private static final int WAYS_EACH = 2;
    private static final int LINKS_SHOWN = 3;
    private static final int FEW = 50;
    private static final int WAYS_OF_FEW = 8;
    private static final int MOST_LINES = 50_000;
    private static final int SHOWN = 3;
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final String ACCEPTED = "4242424242424242";
    private static final Pattern LINK = Pattern.compile("/orders/([0-9a-z]{26}[A-Za-z0-9_-]{22})");

    @TempDir
    private Path folder;

    private static final Set<String> NEVER_TO_BE_IN = Set.of("log", "meters");

    private final Map<String, List<String>> found = new TreeMap<>();
    /** Of card numbers that are written as a client's own number may be. */
    private final Map<String, Integer> taken = new TreeMap<>();

    @Test
    void nothingOfThemIsInLogsTablesMetersOrAnswers() throws IOException {
        int management = World.freePort();
        try (World world = new World();
                Partner partner = new Partner();
                Node node = world.startNode(settings(world, management))) {
            SeededSecrets seeded = new SeededSecrets(SECRETS, SEED, world.issuer());
            SecretSearch search = seeded.search();

            List<String> orders = payByKeptCard(node, seeded);
            List<String> links = payOnPage(node, seeded);
            links.forEach(search::addLink);
            HostileClient client = new HostileClient(world, node, partner, orders);
            client.secrets().forEach(search::addKey);
            InParallel.each(seeded.bundles(), bundle -> bundle.spoken().forEach(text -> client.send(text, WAYS_EACH)));
            for (String link : links) {
                client.ask("/orders/" + link + "/nonsense", "Accept", "application/json");
                client.ask("/orders/" + link + "?look=" + link, "Accept", "application/xml");
                client.ask("/v1/recharges/" + link, "Authorization", "Bearer " + world.token());
            }
            client.release();
            world.books().settleAndCheck(LONGEST);

            List<String> lines = node.process().output();
            assertThat(lines).as("all that was logged").hasSizeBetween(1, MOST_LINES - 1);
            lines.forEach(line -> look(search, "log", line));
            long rows = new StoredTexts(world.database().client()).read((table, text) -> look(search, table, text));
            client.answers().forEach(
                    answer -> look(search, "answer " + answer.status() + " to: " + answer.asked(), answer.text()));
            partner.received().forEach(text -> look(search, "partner", text));
            String meters = Api.send(new Operator(world, node).meters(management)).body();
            look(search, "meters", meters);
            long refused = client.answers().stream().filter(Answered::isRefused).count();
            System.out.printf(
                    "FIGURE %d card numbers in %d of %d pairs of scheme and spelling, %d CVCs, %d keys, %d bearer tokens, %d links' tokens and %d secrets of webhooks, each of the first four in %d of %d ways (%d requests, %d refused) between %d orders that were paid: %d found in %d lines of the log, %d rows of %d tables, %d answers, %d lines of meters and the %d requests that a partner received%n",
                    SECRETS, seeded.pairs(), SeededSecrets.mostPairs(), SECRETS, SECRETS, SECRETS, search.links(),
                    client.secrets().size(), WAYS_EACH,
                    client.ways(),
                    client.answers().size(), refused, orders.size() + links.size(), count(), lines.size(), rows,
                    new StoredTexts(world.database().client()).tables().size(), client.answers().size(),
                    meters.lines().count(), partner.received().size());
            System.out.println("FIGURE written as a client's own number may be, and taken as one: " + taken);
            assertThat(seeded.pairs()).as("pairs of scheme and spelling")
                    .isEqualTo(SECRETS < 1_000 ? seeded.pairs() : SeededSecrets.mostPairs());
            assertThat(client.answers()).as("answered")
                    .hasSize(SECRETS * KINDS * WAYS_EACH + links.size() * LINKS_SHOWN);
            assertThat(refused).as("refused").isGreaterThan(SECRETS);
            assertThat(meters).as("meters").contains("refill_");
            assertThat(partner.received()).as("at the partner").isNotEmpty();
            assertThat(found).as("%s", report()).isEmpty();
        }
    }

    /** Or the search would prove nothing: what the check keeps out is found in tables where there is no check. */
    @Test
    void withoutTheCheckEachKindIsFoundInTables() throws IOException {
        try (World world = new World();
                Partner partner = new Partner();
                Node node = world.startUncheckedNode(settings(world, World.freePort()))) {
            SeededSecrets seeded = new SeededSecrets(FEW, SEED, world.issuer());
            SecretSearch search = seeded.search();
            HostileClient client = new HostileClient(world, node, partner, payByKeptCard(node, seeded));
            InParallel.each(seeded.bundles(),
                    bundle -> bundle.spoken().forEach(text -> client.send(text, WAYS_OF_FEW)));
            new StoredTexts(world.database().client()).read((table, text) -> look(search, table, text));
            System.out.printf("FIGURE without the check: %d found in %d pairs of kind and table%n", count(),
                    found.size());
            assertThat(found.keySet()).as("%s", report())
                    .anyMatch(place -> place.startsWith("card number"))
                    .anyMatch(place -> place.startsWith("CVC"))
                    .anyMatch(place -> place.startsWith("key"))
                    .anyMatch(place -> place.startsWith("bearer token"));
        }
    }

    /** Orders are paid at Stripe; the others are there for their webhooks. Each request is logged as it came. */
    private String[] settings(World world, int management) {
        Stream<String> others = Stream
                .of(CardLinks.settings(world), MobileMoney.settings(world), Wallet.settings(world, folder))
                .flatMap(Stream::of)
                .filter(setting -> !setting.startsWith("--refill.offers.")
                        && !setting.startsWith("--refill.recharge."));
        return Stream.concat(others, Stream.of(
                Made.SETTING,
                "--management.server.port=" + management,
                "--logging.level.org.springframework.web.server.adapter.HttpWebHandlerAdapter=debug"))
                .toArray(String[]::new);
    }

    private static List<Bundle> genuine(SeededSecrets seeded, int least) {
        return seeded.bundles().stream().filter(Bundle::isGenuine).limit(Math.max(least, seeded.bundles().size() / 10))
                .toList();
    }

    private static List<String> payByKeptCard(Node node, SeededSecrets seeded) {
        List<String> orders = new ArrayList<>();
        for (Bundle bundle : genuine(seeded, 10)) {
            Api.Answer answer = node.api(bundle.token()).place(UUID.randomUUID().toString(),
                    Api.recharge(World.msisdn(bundle.serial() % 100), 1_000, "pm_card_visa"));
            assertThat(answer.state()).as(answer.toString()).isEqualTo("credited");
            orders.add(answer.id());
        }
        return orders;
    }

    /** The seeded card is entered, which the page declines, and then one that it takes. */
    private static List<String> payOnPage(Node node, SeededSecrets seeded) {
        List<String> links = new ArrayList<>();
        for (Bundle bundle : genuine(seeded, 10).subList(0, Math.max(5, SECRETS / 20))) {
            Api api = node.api(bundle.token());
            Api.Answer order = api.place(UUID.randomUUID().toString(),
                    Api.rechargeOnPage(World.msisdn(100 + bundle.serial() % 100), 1_000));
            HostedPage page = HostedPage.open(order.json().path("paymentPage").stringValue(""));
            links.add(linkIn(page.wayBack()));
            page.submit(bundle.card(), bundle.cvc());
            assertThat(page.submit(ACCEPTED, bundle.cvc()).headers().firstValue("Location")).isPresent();
        }
        return links;
    }

    private static String linkIn(URI wayBack) {
        Matcher link = LINK.matcher(wayBack.toString());
        assertThat(link.find()).as(wayBack.getPath()).isTrue();
        return link.group(1);
    }

    private void look(SecretSearch search, String place, String text) {
        for (SecretSearch.Found secret : search.in(text)) {
            if (secret.kind().equals(SecretSearch.KEPT) && !NEVER_TO_BE_IN.contains(place)) {
                taken.merge(place.replaceAll(" to: .*| [0-9]+", ""), 1, Integer::sum);
            } else {
                found.computeIfAbsent(secret.kind() + " in " + place, none -> new ArrayList<>()).add(secret.around());
            }
        }
    }

    private int count() {
        return found.values().stream().mapToInt(List::size).sum();
    }

    /** Where each kind was found, how often, and some of what stood around it. */
    private String report() {
        StringBuilder report = new StringBuilder();
        found.forEach((place, all) -> {
            report.append(place).append(": ").append(all.size()).append('\n');
            all.stream().limit(SHOWN).forEach(around -> report.append("    ").append(around).append('\n'));
        });
        return report.toString();
    }
}
