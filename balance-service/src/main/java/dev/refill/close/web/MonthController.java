package dev.refill.close.web;

import java.security.Principal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import dev.refill.close.ClosedBooks;
import dev.refill.close.MonthOutcome;
import dev.refill.close.web.CloseBodies.LineBody;
import dev.refill.close.web.CloseBodies.MonthBody;
import dev.refill.close.web.CloseBodies.MonthPage;
import dev.refill.close.web.CloseBodies.TrialBalanceBody;
import dev.refill.request.Problems;

/** Months of the books: which are closed, close the next one, and its trial balance. */
@RestController
@RequestMapping("/v1/operations/months")
final class MonthController {

    private static final int MOST = 120;

    private final ClosedBooks books;

    MonthController(ClosedBooks books) {
        this.books = books;
    }

    /** Latest first. */
    @GetMapping
    Mono<ResponseEntity<Object>> months(@RequestParam(required = false) @Nullable String before,
            @RequestParam(defaultValue = "50") String limit) {
        Optional<YearMonth> earlier = Optional.ofNullable(before).flatMap(Texts::month);
        if (before != null && earlier.isEmpty()) {
            return Mono.just(Problems.invalid("before", Texts.MONTH));
        }
        if (!Texts.LIMIT.matcher(limit).matches() || Integer.parseInt(limit) > MOST) {
            return Mono.just(Problems.invalid("limit", "a whole number from 1 to " + MOST));
        }
        int most = Integer.parseInt(limit);
        return books.months(earlier.orElse(null), most).collectList()
                .map(months -> ResponseEntity.ok(MonthPage.of(months, most)));
    }

    /** Closes a month whose days are sealed, also if somebody has done so before. */
    @PostMapping(path = "/{month}/close", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> close(@PathVariable String month,
            @RequestBody(required = false) byte @Nullable [] body, Principal principal) {
        return CloseRequest.read(body, reason -> Mono.justOrEmpty(Texts.month(month))
                .flatMap(wanted -> books.close(wanted, principal.getName(), reason))
                .map(MonthController::answer)
                .defaultIfEmpty(Problems.notFound()));
    }

    private static ResponseEntity<Object> answer(MonthOutcome outcome) {
        return switch (outcome) {
            case MonthOutcome.Closed closed -> ResponseEntity.ok(MonthBody.of(closed.month()));
            case MonthOutcome.AlreadyClosed before -> ResponseEntity.ok(MonthBody.of(before.month()));
            case MonthOutcome.DaysOpen open -> Problems.answer(Problems.problem(HttpStatus.CONFLICT, "days-open",
                    "Not all days of the month are sealed", "Nothing was done. Close its days first."));
            case MonthOutcome.NotNext notNext -> CloseRequest.notNext(notNext.next().toString());
        };
    }

    /** What each account was moved by in a month of which all days are sealed, and what it held before and after. */
    @GetMapping("/{month}/trial-balance")
    Mono<ResponseEntity<Object>> trialBalance(@PathVariable String month) {
        return Mono.justOrEmpty(Texts.month(month))
                .flatMap(wanted -> trialBalance(wanted.atDay(1), wanted.atEndOfMonth()))
                .defaultIfEmpty(Problems.notFound());
    }

    private Mono<ResponseEntity<Object>> trialBalance(LocalDate first, LocalDate last) {
        return books.day(last)
                .filter(found -> found.seal() != null)
                .flatMap(found -> books.trialBalance(first, last).map(LineBody::of).collectList())
                .map((List<LineBody> lines) -> ResponseEntity.ok()
                        .body((Object) new TrialBalanceBody(first.toString(), last.toString(), lines)));
    }
}
