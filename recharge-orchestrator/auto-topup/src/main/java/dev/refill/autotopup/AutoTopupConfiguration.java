package dev.refill.autotopup;

import java.time.Clock;
import java.util.function.Supplier;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

import dev.refill.autotopup.notice.AutoTopupEvents;
import dev.refill.autotopup.notice.TellNotices;
import dev.refill.autotopup.r2dbc.R2dbcNoticeStore;
import dev.refill.autotopup.r2dbc.R2dbcRuleStore;
import dev.refill.autotopup.r2dbc.R2dbcRunStore;
import dev.refill.autotopup.rule.AutoTopups;
import dev.refill.autotopup.rule.RuleDesk;
import dev.refill.autotopup.rule.RuleStore;
import dev.refill.autotopup.rule.SetMarks;
import dev.refill.autotopup.run.AdvanceRun;
import dev.refill.autotopup.run.PlanRuns;
import dev.refill.autotopup.run.ResumeRuns;
import dev.refill.autotopup.run.RunStore;
import dev.refill.autotopup.run.RunTerms;
import dev.refill.autotopup.run.StopRun;
import dev.refill.autotopup.run.TakeCrossings;
import dev.refill.autotopup.web.AutoTopupWebConfiguration;
import dev.refill.bucket.lifecycle.Rounds;
import dev.refill.lowbalance.LowBalance;
import dev.refill.offer.OfferCatalog;
import dev.refill.recharge.ReadCredit;
import dev.refill.recharge.Recharges;
import dev.refill.recharge.card.KeptCards;
import dev.refill.subscriber.Subscribers;
import dev.refill.webhooks.OutboundWebhooks;

/**
 * Puts auto top-ups together. Needs the schema {@code autotopup}, {@link Recharges} and {@link LowBalance}, and is what the latter tells of
 * its crossings.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AutoTopupProperties.class)
@Import(AutoTopupWebConfiguration.class)
public class AutoTopupConfiguration {

    @Bean
    AutoTopupEvents autoTopupEvents() {
        return new AutoTopupEvents();
    }

    @Bean
    RuleStore ruleStore(DatabaseClient database) {
        return new R2dbcRuleStore(database);
    }

    @Bean
    RunStore runStore(DatabaseClient database) {
        return new R2dbcRunStore(database);
    }

    @Bean
    SetMarks setMarks(RuleStore rules, LowBalance balances, AutoTopupProperties properties) {
        return new SetMarks(rules, balances, properties.batch());
    }

    @Bean
    AutoTopups autoTopups(RuleStore rules, RunStore runs, SetMarks marks, OfferCatalog offers, Recharges recharges,
            KeptCards cards, AutoTopupEvents events, AutoTopupProperties properties, Clock clock) {
        return new RuleDesk(rules, marks, new StopRun(runs, recharges), offers, cards, events,
                properties.terms(), properties.mostRules(), clock);
    }

    @Bean
    TakeCrossings takeCrossings(RunStore runs, Clock clock) {
        return new TakeCrossings(runs, clock);
    }

    @Bean
    PlanRuns planRuns(RuleStore rules, RunStore runs, KeptCards cards, AutoTopupEvents events,
            AutoTopupProperties properties, Clock clock) {
        return new PlanRuns(rules, runs, cards, events, properties.noticeLead(), properties.batch(), clock);
    }

    @Bean
    ResumeRuns resumeRuns(RuleStore rules, RunStore runs, Subscribers subscribers, ReadCredit credit,
            LowBalance balances, Recharges recharges, KeptCards cards, AutoTopupEvents events,
            AutoTopupProperties properties,
            Clock clock) {
        var terms = new RunTerms(properties.lease(), properties.retryAfter(), properties.startWithin(),
                properties.beginWithin(), properties.timeZone());
        var advance = new AdvanceRun(rules, runs, subscribers, credit, balances, recharges, cards, events, terms,
                clock);
        return new ResumeRuns(runs, advance, clock, properties.lease(), properties.batch(), properties.concurrency());
    }

    @Bean
    TellNotices tellNotices(DatabaseClient database, OutboundWebhooks webhooks, AutoTopupProperties properties) {
        return new TellNotices(new R2dbcNoticeStore(database), webhooks, properties.batch());
    }

    @Bean
    Rounds markedRules(SetMarks marks, AutoTopupProperties properties) {
        return rounds("marks of auto top-ups", marks::round, properties);
    }

    @Bean
    Rounds plannedRuns(PlanRuns planned, AutoTopupProperties properties) {
        return rounds("plans of auto top-ups", planned::round, properties);
    }

    @Bean
    Rounds resumedRuns(ResumeRuns runs, AutoTopupProperties properties) {
        return rounds("runs of auto top-ups", runs::resumeDue, properties);
    }

    @Bean
    Rounds toldNotices(TellNotices notices, AutoTopupProperties properties) {
        return rounds("notices of auto top-ups", notices::round, properties);
    }

    private static Rounds rounds(String what, Supplier<Mono<Long>> round, AutoTopupProperties properties) {
        return new Rounds(what, round, properties.every());
    }
}
