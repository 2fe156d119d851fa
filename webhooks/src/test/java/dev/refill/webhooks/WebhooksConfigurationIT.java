package dev.refill.webhooks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import dev.refill.gateway.GatewayId;
import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** The whole module as an application imports it, over HTTP and on PostgreSQL. */
class WebhooksConfigurationIT {

    private static final Duration WAIT = Duration.ofMinutes(1);

    private final TestDatabase database = TestDatabase.with("webhooks");
    private final FakeHandler handler = new FakeHandler();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ConfigurableApplicationContext one = node();
    private final ConfigurableApplicationContext two = node();

    @AfterEach
    void theInvariantsHold() {
        http.close();
        one.close();
        two.close();
        new InboxInvariants(database.client()).check();
        database.close();
    }

    @Test
    void duplicatesWhenFiveComeAtOnceToTwoNodesThenAll200AndOneEffect() {
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 500)
                .mapToObj(i -> post(i % 2 == 0 ? one : two, "evt_" + i / 5 + " paid"))
                .toList();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        untilNothingIsOpen();
        assertThat(handler.calls()).hasSize(100).allSatisfy((key, calls) -> assertThat(calls.get()).isOne());
    }

    @Test
    void unknownTypeAndNewerVersionThen200AndListedForAnOperatorWhoCanReplayThem() {
        assertThat(post(one, "evt_1 unknown").join().statusCode()).isEqualTo(200);
        assertThat(post(two, "evt_2 newer").join().statusCode()).isEqualTo(200);
        untilNothingIsOpen();

        assertThat(inbox().list(InboxState.NOT_UNDERSTOOD, 10).map(InboxEntry::eventId).collectList().block(WAIT))
                .containsExactlyInAnyOrder("evt_1", "evt_2");
        assertThat(inbox().replay(new GatewayId("fake"), "evt_1", "ada", "mended").block(WAIT))
                .isEqualTo(new ReplayOutcome.Replayed());
        assertThat(handler.calls()).isEmpty();
    }

    @Test
    void webhookBeforeItsObjectIsCommittedThenParkedAndHandledLater() {
        handler.behave(key -> Mono.just(
                handler.calls(key) == 1 ? new Handling.ObjectNotKnownYet("pay_1") : new Handling.Done()));

        assertThat(post(one, "evt_1 paid").join().statusCode()).isEqualTo(200);
        untilNothingIsOpen();

        assertThat(handler.calls("evt_1")).isEqualTo(2);
        assertThat(Objects.requireNonNull(inbox().list(InboxState.DONE, 1).single().block(WAIT)).lastError())
                .isEqualTo("not known yet: pay_1");
    }

    @Test
    void storeWhenItsTableIsGoneThen503AndWellAgainAfterwards() {
        sql("ALTER TABLE webhooks.inbox RENAME TO away");
        assertThat(post(one, "evt_1 paid").join().statusCode()).isEqualTo(503);
        sql("ALTER TABLE webhooks.away RENAME TO inbox");

        assertThat(post(one, "evt_1 paid").join().statusCode()).isEqualTo(200);
        untilNothingIsOpen();
        assertThat(handler.calls("evt_1")).isOne();
    }

    @Test
    void callersWhoHangUpThenNoConnectionIsLeftInATransaction() {
        IntStream.range(0, 300)
                .mapToObj(i -> post(one, "evt_" + i + " paid"))
                .toList()
                .forEach(answer -> answer.cancel(true));

        assertThat(post(one, "evt_last paid").join().statusCode()).isEqualTo(200);
        untilNothingIsOpen();
        assertThat(database.client().sql("""
                                         SELECT count(*) AS open FROM pg_stat_activity
                                          WHERE datname = current_database() AND state LIKE 'idle in transaction%'
                                         """).map(row -> row.get("open", Long.class)).one().block(WAIT)).isZero();
        assertThat(handler.calls()).allSatisfy((key, calls) -> assertThat(calls.get()).isOne());
    }

    private ConfigurableApplicationContext node() {
        return new SpringApplicationBuilder(Application.class)
                .properties("server.port=0", "refill.webhooks.poll-every=100ms", "spring.main.banner-mode=off")
                .initializers(context -> register((GenericApplicationContext) context))
                .run();
    }

    private void register(GenericApplicationContext context) {
        context.registerBean(ConnectionFactory.class, database::connections, bean -> bean.setDestroyMethodName(""));
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(MeterRegistry.class, SimpleMeterRegistry::new);
        context.registerBean(GatewayEventHandler.class, () -> handler);
        context.registerBean(FakeTranslator.class, FakeTranslator::new);
    }

    private Inbox inbox() {
        return one.getBean(Inbox.class);
    }

    private void sql(String statement) {
        database.client().sql(statement).then().block(WAIT);
    }

    private CompletableFuture<HttpResponse<String>> post(ConfigurableApplicationContext node, String body) {
        String port = Objects.requireNonNull(node.getEnvironment().getProperty("local.server.port"));
        return http.sendAsync(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/webhooks/fake"))
                .timeout(WAIT)
                .header(FakeTranslator.SIGNATURE, "good")
                .POST(BodyPublishers.ofString(body))
                .build(), BodyHandlers.ofString());
    }

    private void untilNothingIsOpen() {
        inbox().counts()
                .filter(counts -> counts.entrySet()
                        .stream()
                        .noneMatch(count -> count.getKey().open() && count.getValue() > 0))
                .switchIfEmpty(Mono.error(() -> new AssertionError("the inbox never came to rest")))
                .retryWhen(Retry.fixedDelay(400, Duration.ofMillis(100)))
                .block(WAIT);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(WebhooksConfiguration.class)
    static class Application {}
}
