package dev.refill.recharge.web;

import java.security.Principal;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import dev.refill.ledger.HistoryLine;
import dev.refill.recharge.CreditBalance;
import dev.refill.recharge.CreditHistory;
import dev.refill.recharge.ReadCredit;
import dev.refill.recharge.web.Problems.FieldError;
import dev.refill.subscriber.Subscriber;

/** What a subscriber has, and how it came to be. */
@RestController
@RequestMapping("/v1/subscribers/{msisdn}")
final class BalanceController {

    private static final int MOST_LINES = 200;

    private final VisibleSubscribers subscribers;
    private final ReadCredit credit;
    private final CreditHistory history;

    BalanceController(VisibleSubscribers subscribers, ReadCredit credit, CreditHistory history) {
        this.subscribers = subscribers;
        this.credit = credit;
        this.history = history;
    }

    /** One balance per credit unit; what is held back, owed or ends is left out where it is nothing. */
    record Balances(String msisdn, List<BalanceLine> balances) {

        @JsonInclude(JsonInclude.Include.NON_NULL)
        record BalanceLine(String unit, long value, @Nullable Long frozen, @Nullable Long owed,
                @Nullable EndingLine ends) {

            static BalanceLine of(CreditBalance balance) {
                return new BalanceLine(balance.unit().code(), balance.spendable(), unlessZero(balance.frozen()),
                        unlessZero(balance.owed()), EndingLine.of(balance.ends()));
            }

            private static @Nullable Long unlessZero(long value) {
                return value == 0 ? null : value;
            }
        }

        /** What of it ends first, and when. */
        record EndingLine(long value, Instant at) {

            static @Nullable EndingLine of(CreditBalance.@Nullable Ending ending) {
                return ending == null ? null : new EndingLine(ending.amount(), ending.at());
            }
        }
    }

    /** A page of history, newest first; {@code next} continues it as {@code before}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Entries(String msisdn, List<EntryLine> entries, @Nullable Long next) {

        record EntryLine(long position, String entry, String kind, String reference, Instant occurredAt, String unit,
                long value,
                long balanceAfter) {}
    }

    /** What the subscriber has now. Somebody else's number is not found. */
    @GetMapping("/balance")
    Mono<ResponseEntity<Object>> balance(@PathVariable String msisdn, Principal principal) {
        return subscribers.withNumber(msisdn, principal)
                .flatMap(this::balances)
                .map(body -> ResponseEntity.ok().body((Object) body))
                .defaultIfEmpty(problem(Problems.notFound()));
    }

    /** How it came to be, newest first. */
    @GetMapping("/entries")
    Mono<ResponseEntity<Object>> entries(@PathVariable String msisdn,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(defaultValue = "50") String limit, Principal principal) {
        Long start = before == null ? null : Positive.parse(before, Long.MAX_VALUE);
        Long most = Positive.parse(limit, MOST_LINES);
        if (before != null && start == null) {
            return Mono.just(
                    problem(Problems.invalid(List.of(new FieldError("before", "a position from an earlier page")))));
        }
        if (most == null) {
            return Mono
                    .just(problem(Problems.invalid(List.of(new FieldError("limit", "a whole number from 1 to 200")))));
        }
        return subscribers.withNumber(msisdn, principal)
                .flatMap(subscriber -> page(subscriber, start, most.intValue()))
                .map(body -> ResponseEntity.ok().body((Object) body))
                .defaultIfEmpty(problem(Problems.notFound()));
    }

    private Mono<Balances> balances(Subscriber subscriber) {
        return credit.of(subscriber.id())
                .map(balances -> new Balances(subscriber.msisdn().e164(),
                        balances.stream().map(Balances.BalanceLine::of).toList()));
    }

    private Mono<Entries> page(Subscriber subscriber, @Nullable Long before, int limit) {
        return history.of(subscriber.id(), before, limit)
                .map(lines -> new Entries(subscriber.msisdn().e164(),
                        lines.stream().map(BalanceController::line).toList(),
                        lines.size() < limit ? null : lines.get(lines.size() - 1).position()));
    }

    private static Entries.EntryLine line(HistoryLine line) {
        return new Entries.EntryLine(line.position(), line.entryId().value(), line.kind(), line.reference(),
                line.occurredAt(),
                line.amount().unit().code(), line.amount().value(), line.balanceAfter());
    }

    private static ResponseEntity<Object> problem(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
    }
}
