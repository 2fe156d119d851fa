package dev.refill.tariff.web;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import dev.refill.request.JsonBody;
import dev.refill.request.Problems;
import dev.refill.request.Problems.FieldError;
import dev.refill.tariff.NewVersion;
import dev.refill.tariff.PlanId;
import dev.refill.tariff.PutOutcome;
import dev.refill.tariff.TariffPlan;
import dev.refill.tariff.Tariffs;
import dev.refill.tariff.file.PlanProblem;
import dev.refill.tariff.file.PlanReading;
import dev.refill.tariff.file.WritePlan;
import dev.refill.tariff.web.TariffBodies.PlanList;
import dev.refill.tariff.web.TariffBodies.VersionPage;
import dev.refill.tariff.web.TariffBodies.WrittenBody;

/** The plans for those who look after them: list, look, put a new version, roll back. */
@RestController
@RequestMapping("/v1/tariffs")
final class TariffController {

    private static final int MOST_PLANS = 1_000;
    private static final int MOST_LINES = 200;
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern ETAG = Pattern.compile("\"(0|[1-9][0-9]{0,8})\"");

    private final Tariffs tariffs;

    TariffController(Tariffs tariffs) {
        this.tariffs = tariffs;
    }

    /** The newest version of each plan. */
    @GetMapping
    Mono<ResponseEntity<Object>> plans() {
        return tariffs.plans(MOST_PLANS).collectList().map(plans -> ResponseEntity.ok(PlanList.of(plans)));
    }

    /** The versions of a plan, newest first. */
    @GetMapping("/{plan}/versions")
    Mono<ResponseEntity<Object>> versions(@PathVariable String plan,
            @RequestParam(required = false) @Nullable String before, @RequestParam(defaultValue = "50") String limit) {
        if (before != null && !NUMBER.matcher(before).matches()) {
            return Mono.just(Problems.invalid("before", "the next of an earlier page"));
        }
        if (!NUMBER.matcher(limit).matches() || Integer.parseInt(limit) > MOST_LINES) {
            return Mono.just(Problems.invalid("limit", "a whole number from 1 to 200"));
        }
        int most = Integer.parseInt(limit);
        return Mono.justOrEmpty(PlanId.parse(plan))
                .flatMapMany(id -> tariffs.versions(id, before == null ? null : Integer.valueOf(before), most))
                .collectList()
                .map(versions -> versions.isEmpty() && before == null
                        ? Problems.notFound()
                        : ResponseEntity.ok(VersionPage.of(versions, most)));
    }

    /** A version as the file that would put it again. */
    @GetMapping(path = "/{plan}/versions/{version}", produces = {MediaType.APPLICATION_YAML_VALUE,
            MediaType.APPLICATION_PROBLEM_JSON_VALUE})
    Mono<ResponseEntity<Object>> export(@PathVariable String plan, @PathVariable String version) {
        return Mono.justOrEmpty(PlanId.parse(plan).filter(id -> NUMBER.matcher(version).matches()))
                .flatMap(id -> tariffs.content(id, Integer.parseInt(version)))
                .map(content -> ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_YAML)
                        .body((Object) WritePlan.write(content).getBytes(StandardCharsets.UTF_8)))
                .defaultIfEmpty(Problems.notFound());
    }

    /** Writes a new version. Needs the number of the newest one as {@code If-Match}. */
    @PostMapping(path = "/{plan}/versions", consumes = {MediaType.APPLICATION_YAML_VALUE,
            MediaType.APPLICATION_JSON_VALUE})
    Mono<ResponseEntity<Object>> put(@PathVariable String plan,
            @RequestParam(required = false) @Nullable String effectiveFrom,
            @RequestParam(defaultValue = "") String reason,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String seen, Principal principal,
            ServerHttpRequest request) {
        Optional<Instant> from = Optional.ofNullable(effectiveFrom).flatMap(Texts::time);
        if (effectiveFrom != null && from.isEmpty()) {
            return Mono.just(Problems.invalid("effectiveFrom", Texts.TIME));
        }
        if (Texts.reason(reason).isEmpty()) {
            return Mono.just(Problems.invalid("reason", Texts.REASON));
        }
        if (seen == null) {
            return Mono.just(TariffProblems.preconditionRequired());
        }
        return PlanBody.read(request).flatMap(body -> switch (body) {
            case PlanBody.Reading.TooLarge() -> Mono.just(TariffProblems.tooLarge(PlanBody.MOST_BYTES));
            case PlanBody.Reading.Read(PlanReading.Invalid(List<PlanProblem> problems)) ->
                Mono.just(Problems.invalid(problems.stream().map(PlanError::of).toList()));
            case PlanBody.Reading.Read(PlanReading.Valid(TariffPlan content)) -> content.id().value().equals(plan)
                    ? tariffs.put(new NewVersion(content.id(), number(seen), from.orElse(null), principal.getName(),
                            reason.strip()), content).map(outcome -> answer(content.id(), outcome))
                    : Mono.just(Problems.invalid("plan", "the plan of the address"));
        });
    }

    /** @param line of the file, from 1 */
    private record PlanError(String field, int line, String expected) {

        static PlanError of(PlanProblem problem) {
            return new PlanError(problem.path(), problem.line(), problem.expected());
        }
    }

    /** Writes a new version with the content of an earlier one. Needs the number of the newest one as {@code If-Match}. */
    @PostMapping(path = "/{plan}/roll-back", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> rollBack(@PathVariable String plan,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String seen,
            @RequestBody(required = false) byte @Nullable [] body, Principal principal) {
        Optional<JsonBody> json = JsonBody.parse(body);
        if (json.isEmpty()) {
            return Mono.just(Problems.malformed());
        }
        JsonBody fields = json.get();
        fields.only(Set.of("version", "effectiveFrom", "reason"));
        int version = (int) fields.number("version", 1, 999_999_999);
        Instant from = fields.optional("effectiveFrom", Texts::time, Texts.TIME).orElse(null);
        Optional<String> reason = fields.required("reason", Texts::reason, Texts.REASON);
        List<FieldError> errors = fields.errors();
        if (!errors.isEmpty()) {
            return Mono.just(Problems.invalid(errors));
        }
        if (seen == null) {
            return Mono.just(TariffProblems.preconditionRequired());
        }
        return Mono.justOrEmpty(PlanId.parse(plan))
                .flatMap(id -> tariffs.rollBack(new NewVersion(id, number(seen), from, principal.getName(),
                        reason.orElseThrow()), version).map(outcome -> answer(id, outcome)))
                .defaultIfEmpty(Problems.notFound());
    }

    private static ResponseEntity<Object> answer(PlanId plan, PutOutcome outcome) {
        return switch (outcome) {
            case PutOutcome.Written(int number, Instant effectiveFrom) -> ResponseEntity.status(HttpStatus.CREATED)
                    .location(URI.create("/v1/tariffs/" + plan + "/versions/" + number))
                    .eTag("\"" + number + "\"")
                    .body(new WrittenBody(plan.value(), number, effectiveFrom));
            case PutOutcome.Outdated(int newest) -> TariffProblems.outdated(newest);
            case PutOutcome.TooEarly(Instant earliest) -> TariffProblems.tooEarly(earliest);
            case PutOutcome.NoSuchVersion() -> Problems.notFound();
        };
    }

    /** A tag of another form, a weak one included, is no version's. */
    private static int number(String seen) {
        Matcher tag = ETAG.matcher(seen.strip());
        return tag.matches() ? Integer.parseInt(tag.group(1)) : Integer.MAX_VALUE;
    }
}
