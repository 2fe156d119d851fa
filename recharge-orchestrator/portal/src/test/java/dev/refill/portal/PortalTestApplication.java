package dev.refill.portal;

import java.time.Clock;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import reactor.core.publisher.Flux;

import dev.refill.autotopup.AutoTopupProperties;
import dev.refill.ledger.Ledger;
import dev.refill.offer.OfferCatalog;
import dev.refill.recharge.CreditHistory;
import dev.refill.recharge.ReadCredit;
import dev.refill.subscriber.Subscribers;

/** The portal on a real server, with CSRF protection on and everything behind it in memory. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(excludeName = {"org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration",
        "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration"})
@EnableConfigurationProperties(AutoTopupProperties.class)
@Import(PortalConfiguration.class)
public class PortalTestApplication {

    @Bean
    FakeRecharges recharges() {
        return new FakeRecharges();
    }

    @Bean
    FakeOperations operations() {
        return new FakeOperations();
    }

    @Bean
    FakeMoneyBack moneyBack() {
        return new FakeMoneyBack();
    }

    @Bean
    FakeGateways gateways() {
        return new FakeGateways();
    }

    @Bean
    FakeInbox inbox() {
        return new FakeInbox();
    }

    @Bean
    OfferCatalog offers() {
        return TestOffers.CATALOG;
    }

    @Bean
    Ledger ledger() {
        return new FakeLedger();
    }

    @Bean
    CreditHistory creditHistory(Ledger ledger) {
        return new CreditHistory(ledger, owner -> Flux.empty());
    }

    @Bean
    ReadCredit credit(Ledger ledger) {
        return new ReadCredit(ledger, FakeLedger::purseOf, FakeLedger::heldBack, Clock.systemUTC());
    }

    @Bean
    Subscribers subscribers() {
        return new FakeSubscribers();
    }

    @Bean
    FakeKeptCards keptCards() {
        return new FakeKeptCards();
    }

    @Bean
    FakeAutoTopups autoTopups() {
        return new FakeAutoTopups();
    }

    @Bean
    FakeUsages usages() {
        return new FakeUsages();
    }

    @Bean
    MapReactiveUserDetailsService nobody() {
        return new MapReactiveUserDetailsService(User.withUsername("nobody").password("{noop}none").build());
    }

    @Bean
    TestSignIn signIn() {
        return new TestSignIn();
    }

    @Bean
    SecurityWebFilterChain security(ServerHttpSecurity http) {
        return http.authorizeExchange(exchanges -> exchanges.anyExchange().permitAll())
                .csrf(csrf -> csrf.csrfTokenRepository(new CookieServerCsrfTokenRepository()))
                .build();
    }
}
