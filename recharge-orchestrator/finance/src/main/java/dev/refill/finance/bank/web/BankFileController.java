package dev.refill.finance.bank.web;

import java.net.URI;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import dev.refill.finance.bank.BankFile;
import dev.refill.finance.bank.BankFileId;
import dev.refill.finance.bank.BankFiles;
import dev.refill.finance.bank.FileQuery;
import dev.refill.finance.bank.ReceiveOutcome;
import dev.refill.finance.bank.web.BankFileBody.FilePage;
import dev.refill.finance.bank.web.BankFileBody.StatementPage;
import dev.refill.request.Problems;

/** Bank files: send one, look at one and at what it says, list them. */
@RestController
@RequestMapping("/v1/operations/bank-files")
final class BankFileController {

    private static final String PATH = "/v1/operations/bank-files/";
    private static final int MOST_LINES = 200;
    private static final String LINES = "a whole number from 1 to " + MOST_LINES;
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");

    private final BankFiles files;
    private final long mostBytes;

    /** @param mostBytes of a file */
    BankFileController(BankFiles files, long mostBytes) {
        this.files = files;
        this.mostBytes = mostBytes;
    }

    /** Takes the body as it is. The same bytes again are the same file, so a sender who heard nothing may send it again. */
    @PostMapping(consumes = {MediaType.APPLICATION_XML_VALUE, MediaType.TEXT_XML_VALUE,
            MediaType.APPLICATION_OCTET_STREAM_VALUE})
    Mono<ResponseEntity<Object>> receive(ServerHttpRequest request, Principal principal) {
        return request.getHeaders().getContentLength() > mostBytes
                ? Mono.just(BankFileProblems.tooLarge(mostBytes))
                : files.receive(request.getBody(), principal.getName()).map(BankFileController::answer);
    }

    private static ResponseEntity<Object> answer(ReceiveOutcome outcome) {
        return switch (outcome) {
            case ReceiveOutcome.Received(BankFile file) -> file(ResponseEntity.accepted(), file);
            case ReceiveOutcome.AlreadyReceived(BankFile file) -> file(ResponseEntity.ok(), file);
            case ReceiveOutcome.TooLarge(long most) -> BankFileProblems.tooLarge(most);
            case ReceiveOutcome.NoStatement(BankFile.Refusal refusal) -> BankFileProblems.noStatement(refusal);
            case ReceiveOutcome.TooSlow(var within) -> BankFileProblems.tooSlow(within);
            case ReceiveOutcome.Busy() -> BankFileProblems.busy();
        };
    }

    private static ResponseEntity<Object> file(ResponseEntity.BodyBuilder answer, BankFile file) {
        return answer.location(URI.create(PATH + file.id())).body(BankFileBody.of(file));
    }

    /** The newest first. */
    @GetMapping
    Mono<ResponseEntity<Object>> list(@RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(defaultValue = "50") String limit) {
        Optional<BankFile.State> wanted = Optional.ofNullable(state).flatMap(BankFileController::state);
        if (state != null && wanted.isEmpty()) {
            return invalid("state",
                    "one of " + Arrays.stream(BankFile.State.values()).map(BankFileBody::word).toList());
        }
        Optional<BankFileId> start = Optional.ofNullable(before).flatMap(BankFileId::parse);
        if (before != null && start.isEmpty()) {
            return invalid("before", "the next of an earlier page");
        }
        Optional<Integer> most = number(limit, 1, MOST_LINES);
        return most.isEmpty()
                ? invalid("limit", LINES)
                : files.list(new FileQuery(wanted.orElse(null), start.orElse(null), most.get()))
                        .collectList()
                        .map(found -> ResponseEntity.ok(FilePage.of(found, most.get())));
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<Object>> find(@PathVariable String id) {
        return known(id)
                .map(file -> ResponseEntity.ok().body((Object) BankFileBody.of(file)))
                .defaultIfEmpty(Problems.notFound());
    }

    /** What an imported file says of each statement, and what its lines come to. */
    @GetMapping("/{id}/statements")
    Mono<ResponseEntity<Object>> statements(@PathVariable String id, @RequestParam(defaultValue = "0") String after,
            @RequestParam(defaultValue = "50") String limit) {
        Optional<Integer> start = number(after, 0, Integer.MAX_VALUE);
        if (start.isEmpty()) {
            return invalid("after", "the next of an earlier page");
        }
        Optional<Integer> most = number(limit, 1, MOST_LINES);
        return most.isEmpty()
                ? invalid("limit", LINES)
                : known(id)
                        .flatMap(file -> files.statements(file.id(), start.get(), most.get()).collectList())
                        .map(found -> ResponseEntity.ok().body((Object) StatementPage.of(found, most.get())))
                        .defaultIfEmpty(Problems.notFound());
    }

    private Mono<BankFile> known(String id) {
        return Mono.justOrEmpty(BankFileId.parse(id)).flatMap(files::find);
    }

    private static Optional<BankFile.State> state(String word) {
        return Arrays.stream(BankFile.State.values()).filter(state -> BankFileBody.word(state).equals(word))
                .findFirst();
    }

    private static Optional<Integer> number(String text, int least, int most) {
        return Optional.of(text)
                .filter(NUMBER.asMatchPredicate())
                .map(Integer::valueOf)
                .filter(number -> number >= least && number <= most);
    }

    private static Mono<ResponseEntity<Object>> invalid(String field, String expected) {
        return Mono.just(Problems.invalid(List.of(new Problems.FieldError(field, expected))));
    }
}
