package dev.refill.close.web;

import java.security.Principal;
import java.time.LocalDate;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
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
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.close.CloseOutcome;
import dev.refill.close.ClosedBooks;
import dev.refill.close.web.CloseBodies.DayBody;
import dev.refill.close.web.CloseBodies.DayPage;
import dev.refill.close.web.CloseBodies.LineBody;
import dev.refill.close.web.CloseBodies.TrialBalanceBody;
import dev.refill.request.Problems;

/** Days of the books: which are closed, close the next one, and what was on one. */
@RestController
@RequestMapping("/v1/operations/days")
final class DayController {

    private static final int MOST = 400;

    private final ClosedBooks books;

    DayController(ClosedBooks books) {
        this.books = books;
    }

    /** Latest first. */
    @GetMapping
    Mono<ResponseEntity<Object>> days(@RequestParam(required = false) @Nullable String before,
            @RequestParam(defaultValue = "50") String limit) {
        Optional<LocalDate> earlier = Optional.ofNullable(before).flatMap(Texts::day);
        if (before != null && earlier.isEmpty()) {
            return Mono.just(Problems.invalid("before", Texts.DAY));
        }
        if (!Texts.LIMIT.matcher(limit).matches() || Integer.parseInt(limit) > MOST) {
            return Mono.just(Problems.invalid("limit", "a whole number from 1 to " + MOST));
        }
        int most = Integer.parseInt(limit);
        return books.days(earlier.orElse(null), most).collectList()
                .map(days -> ResponseEntity.ok(DayPage.of(days, most)));
    }

    @GetMapping("/{day}")
    Mono<ResponseEntity<Object>> day(@PathVariable String day) {
        return Mono.justOrEmpty(Texts.day(day))
                .flatMap(books::day)
                .map(found -> ResponseEntity.ok().body((Object) DayBody.of(found)))
                .defaultIfEmpty(Problems.notFound());
    }

    /** Closes a day. 202 as long as it is not sealed, 200 once it is, whoever has closed it. */
    @PostMapping(path = "/{day}/close", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> close(@PathVariable String day, @RequestBody(required = false) byte @Nullable [] body,
            Principal principal) {
        return CloseRequest.read(body, reason -> Mono.justOrEmpty(Texts.day(day))
                .flatMap(wanted -> books.close(wanted, principal.getName(), reason))
                .map(DayController::answer)
                .defaultIfEmpty(Problems.notFound()));
    }

    private static ResponseEntity<Object> answer(CloseOutcome outcome) {
        return switch (outcome) {
            case CloseOutcome.Begun begun -> ResponseEntity.accepted().body(DayBody.of(begun.day()));
            case CloseOutcome.AlreadyBegun before -> ResponseEntity
                    .status(before.day().seal() == null ? HttpStatus.ACCEPTED : HttpStatus.OK)
                    .body(DayBody.of(before.day()));
            case CloseOutcome.NotOver notOver -> Problems.answer(Problems.problem(HttpStatus.CONFLICT, "day-not-over",
                    "The day is not over",
                    "Nothing was done. It ends at " + notOver.endsAt() + " and can be closed a minute later."));
            case CloseOutcome.NothingBooked nothing -> Problems.answer(Problems.problem(HttpStatus.CONFLICT,
                    "nothing-booked", "Nothing was booked yet",
                    "Nothing was done. It would be the first closed day, and the books begin after it."));
            case CloseOutcome.NotNext notNext -> CloseRequest.notNext(notNext.next().toString());
        };
    }

    /** What each account was moved by on a sealed day, and what it held before and after. */
    @GetMapping("/{day}/trial-balance")
    Mono<ResponseEntity<Object>> trialBalance(@PathVariable String day) {
        return Mono.justOrEmpty(Texts.day(day))
                .flatMap(books::day)
                .filter(found -> found.seal() != null)
                .flatMap(found -> books.trialBalance(found.day(), found.day()).map(LineBody::of).collectList())
                .map(lines -> ResponseEntity.ok().body((Object) new TrialBalanceBody(day, day, lines)))
                .defaultIfEmpty(Problems.notFound());
    }

    /** All entries of a sealed day and its seal, to be kept elsewhere. If it is broken off it has no seal, and is worth nothing. */
    @GetMapping("/{day}/file")
    Mono<ResponseEntity<Flux<String>>> file(@PathVariable String day) {
        return Mono.justOrEmpty(Texts.day(day))
                .flatMap(books::day)
                .filter(found -> found.seal() != null)
                .switchIfEmpty(Mono.error(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)))
                .map(found -> ResponseEntity.ok()
                        .contentType(MediaType.parseMediaType("text/plain;charset=UTF-8"))
                        .header(HttpHeaders.CONTENT_DISPOSITION, ContentDisposition.attachment()
                                .filename("day-" + found.day() + ".seal")
                                .build()
                                .toString())
                        .body(books.file(found.day())));
    }
}
