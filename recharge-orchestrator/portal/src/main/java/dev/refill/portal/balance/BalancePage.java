package dev.refill.portal.balance;

import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.HistoryLine;
import dev.refill.ledger.Ledger;
import dev.refill.portal.PortalProperties;
import dev.refill.portal.page.SignedInSubscriber;
import dev.refill.portal.page.Written;
import dev.refill.recharge.CreditHistory;
import dev.refill.recharge.ReadCredit;
import dev.refill.subscriber.Subscriber;
import dev.refill.usage.UsageFilter;
import dev.refill.usage.Usages;

/** Balance, usage and history of who is signed in. */
@Controller
class BalancePage {

    private static final int NEWEST_USAGES = 5;
    private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");

    private final SignedInSubscriber signedIn;
    private final ReadCredit credit;
    private final CreditHistory credits;
    private final Ledger ledger;
    private final Usages usages;
    private final int pageSize;

    BalancePage(SignedInSubscriber signedIn, ReadCredit credit, CreditHistory credits, Ledger ledger, Usages usages,
            PortalProperties properties) {
        this.signedIn = signedIn;
        this.credit = credit;
        this.credits = credits;
        this.ledger = ledger;
        this.usages = usages;
        this.pageSize = properties.historyPage();
    }

    @GetMapping("/balance")
    Mono<Rendering> show(ServerWebExchange exchange, @RequestParam(defaultValue = "") String before) {
        return signedIn.required(exchange).flatMap(subscriber -> page(subscriber, positionOf(before)));
    }

    private Mono<Rendering> page(Subscriber subscriber, @Nullable Long before) {
        String owner = subscriber.id().value();
        Mono<List<CreditView>> balances = credit.of(subscriber.id())
                .map(held -> held.stream().map(CreditView::of).toList());
        Mono<History> history = Mono.zip(credits.of(subscriber.id(), before, pageSize + 1),
                lines(AccountId.receivableOf(owner), before), (bucket, debt) -> History.of(bucket, debt, pageSize));
        Mono<UsageView> usage = before == null ? usage(subscriber) : Mono.just(UsageView.NONE);
        return Mono.zip(balances, history, usage)
                .map(read -> page(subscriber, read.getT1(), read.getT2(), read.getT3(), before == null));
    }

    private Mono<UsageView> usage(Subscriber subscriber) {
        return Mono.zip(usages.summary(subscriber.id()),
                usages.history(subscriber.id(), UsageFilter.ALL, NEWEST_USAGES).collectList(), UsageView::of);
    }

    private Mono<List<HistoryLine>> lines(AccountId account, @Nullable Long before) {
        return ledger.history(account, before, pageSize + 1).collectList();
    }

    private static Rendering page(Subscriber subscriber, List<CreditView> held, History history,
            UsageView usage, boolean newest) {
        return Rendering.view("portal/balance")
                .modelAttribute("number", Written.number(subscriber.msisdn()))
                .modelAttribute("balances", held)
                .modelAttribute("usage", usage)
                .modelAttribute("history", history)
                .modelAttribute("newest", newest)
                .build();
    }

    /** A position that nobody could have been given shows the newest lines. */
    private static @Nullable Long positionOf(String before) {
        return POSITION.matcher(before).matches() ? Long.valueOf(before) : null;
    }
}
