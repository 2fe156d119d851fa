package dev.refill.autotopup.web;

import java.net.URI;
import java.security.Principal;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import dev.refill.autotopup.AutoTopupProperties;
import dev.refill.autotopup.rule.AutoTopups;
import dev.refill.autotopup.rule.CardToken;
import dev.refill.autotopup.rule.NewRule;
import dev.refill.autotopup.rule.Rule;
import dev.refill.autotopup.rule.RuleEdit;
import dev.refill.autotopup.rule.RuleId;
import dev.refill.autotopup.rule.RuleOutcome;
import dev.refill.autotopup.rule.Terms;
import dev.refill.autotopup.run.RunStore;
import dev.refill.autotopup.web.RuleBody.RuleList;
import dev.refill.autotopup.web.RuleBody.RunBody;
import dev.refill.autotopup.web.RuleBody.RunList;
import dev.refill.autotopup.web.RuleBody.TermsBody;
import dev.refill.recharge.card.KeptCard;
import dev.refill.recharge.card.KeptCards;
import dev.refill.request.JsonBody;
import dev.refill.request.KeyHeader;
import dev.refill.request.Problems;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.Subscribers;

/** Auto top-ups: make them, look at them and at what they did, change, pause, resume and cancel them. */
@RestController
@RequestMapping("/v1/auto-topups")
final class AutoTopupController {

    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final Pattern ETAG = Pattern.compile("\"([1-9][0-9]{0,8})\"");
    private static final int MOST_LISTED = 100;

    private final AutoTopups autoTopups;
    private final RunStore runs;
    private final Subscribers subscribers;
    private final KeptCards cards;
    private final AutoTopupProperties properties;

    AutoTopupController(AutoTopups autoTopups, RunStore runs, Subscribers subscribers, KeptCards cards,
            AutoTopupProperties properties) {
        this.autoTopups = autoTopups;
        this.runs = runs;
        this.subscribers = subscribers;
        this.cards = cards;
        this.properties = properties;
    }

    /** Makes one; the same key again is the same one. */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ResponseEntity<Object>> create(@RequestHeader(name = KeyHeader.NAME, required = false) @Nullable String header,
            @RequestBody(required = false) byte @Nullable [] body, Principal principal) {
        if (header == null) {
            return Mono.just(AutoTopupProblems.keyMissing());
        }
        Optional<String> key = KeyHeader.read(header);
        if (key.isEmpty()) {
            return Mono.just(AutoTopupProblems.keyMalformed());
        }
        return JsonBody.parse(body)
                .map(json -> create(json, key.get(), Caller.of(principal)))
                .orElseGet(() -> Mono.just(Problems.malformed()));
    }

    private Mono<ResponseEntity<Object>> create(JsonBody body, String key, Caller caller) {
        return named(body, caller).flatMap(kept -> tokenOf(body, key, caller, kept)
                .flatMap(token -> create(body, key, caller, kept, token)));
    }

    /** What its key has made before is there, though the card that it names was removed since. */
    private Mono<Optional<CardToken>> tokenOf(JsonBody body, String key, Caller caller, Optional<KeptCard> kept) {
        return kept.isEmpty() && RuleRequest.savedCard(body).isPresent()
                ? autoTopups.find(RuleId.of(caller.name(), key))
                        .map(rule -> Optional.of(rule.card()))
                        .defaultIfEmpty(Optional.empty())
                : Mono.just(kept.map(RuleRequest::token));
    }

    /** The card that a body names, if there is such a card for the caller. */
    private Mono<Optional<KeptCard>> named(JsonBody body, Caller caller) {
        return Mono.justOrEmpty(RuleRequest.savedCard(body))
                .flatMap(cards::find)
                .filter(caller::mayUse)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    private Mono<ResponseEntity<Object>> create(JsonBody body, String key, Caller caller, Optional<KeptCard> kept,
            Optional<CardToken> token) {
        Optional<RuleRequest> read = RuleRequest.read(body, properties, token);
        if (read.isEmpty()) {
            return Mono.just(Problems.invalid(body.errors()));
        }
        RuleRequest asked = read.get();
        return subscriber(asked.msisdn(), caller)
                .flatMap(subscriber -> kept.filter(card -> !card.subscriber().equals(subscriber.id())).isPresent()
                        ? Mono.just(Problems.invalid(RuleRequest.SAVED_CARD, RuleRequest.KEPT))
                        : create(asked, key, caller, subscriber))
                .defaultIfEmpty(AutoTopupProblems.unknown());
    }

    private static ResponseEntity.BodyBuilder created(Rule rule) {
        return ResponseEntity.created(URI.create("/v1/auto-topups/" + rule.id()));
    }

    private Mono<ResponseEntity<Object>> create(RuleRequest asked, String key, Caller caller, Subscriber subscriber) {
        return autoTopups.create(new NewRule(RuleId.of(caller.name(), key), caller.clientId(), caller.subject(),
                subscriber, asked.offer(), asked.price(), asked.card(), asked.trigger(), asked.limits(),
                asked.acceptedTerms()))
                .map(outcome -> answer(outcome, AutoTopupController::created));
    }

    /** Those of a number, the newest first, cancelled ones behind all others; of a channel's client those that it made. */
    @GetMapping
    Mono<ResponseEntity<Object>> list(@RequestParam(defaultValue = "") String msisdn, Principal principal) {
        Optional<Msisdn> number = Msisdn.ofE164(msisdn.startsWith("+") ? msisdn : "+" + msisdn.strip());
        if (number.isEmpty()) {
            return Mono.just(Problems.invalid("msisdn", "a number in E.164 form like \"+12025550101\""));
        }
        Caller caller = Caller.of(principal);
        return subscriber(number.get(), caller)
                .flatMap(subscriber -> autoTopups.of(subscriber.id(), caller.channel(), MOST_LISTED)
                        .map(RuleBody::of)
                        .collectList())
                .map(found -> ResponseEntity.ok().body((Object) new RuleList(found)))
                .defaultIfEmpty(Problems.notFound());
    }

    /** What a subscriber is to be shown and to agree to before one is made or changed. */
    @GetMapping("/terms")
    TermsBody terms() {
        Terms terms = autoTopups.terms();
        return new TermsBody(terms.version(), terms.text());
    }

    @GetMapping("/{id}")
    Mono<ResponseEntity<Object>> find(@PathVariable String id, Principal principal) {
        return visible(id, Caller.of(principal))
                .map(rule -> RuleBody.answer(ResponseEntity.ok(), rule))
                .defaultIfEmpty(Problems.notFound());
    }

    /** What it did, the newest first, and why it did nothing. */
    @GetMapping("/{id}/runs")
    Mono<ResponseEntity<Object>> runs(@PathVariable String id, Principal principal) {
        return visible(id, Caller.of(principal))
                .flatMap(rule -> runs.of(rule.id(), MOST_LISTED).map(RunBody::of).collectList())
                .map(found -> ResponseEntity.ok().body((Object) new RunList(found)))
                .defaultIfEmpty(Problems.notFound());
    }

    /** By a patch of RFC 7396; a schedule is replaced whole. */
    @PatchMapping(path = "/{id}", consumes = {MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE})
    Mono<ResponseEntity<Object>> change(@PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String seen,
            @RequestBody(required = false) byte @Nullable [] body, Principal principal) {
        return JsonBody.parse(body)
                .map(patch -> named(patch, Caller.of(principal)).flatMap(kept -> edit(id, seen, principal,
                        rule -> RuleRequest.change(patch, rule, kept), () -> Problems.invalid(patch.errors()))))
                .orElseGet(() -> Mono.just(Problems.malformed()));
    }

    @PostMapping("/{id}/pause")
    Mono<ResponseEntity<Object>> pause(@PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String seen, Principal principal) {
        return edit(id, seen, principal, new RuleEdit.Pause());
    }

    @PostMapping("/{id}/resume")
    Mono<ResponseEntity<Object>> resume(@PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String seen, Principal principal) {
        return edit(id, seen, principal, new RuleEdit.Resume());
    }

    @PostMapping("/{id}/cancel")
    Mono<ResponseEntity<Object>> cancel(@PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String seen, Principal principal) {
        return edit(id, seen, principal, new RuleEdit.Cancel());
    }

    private Mono<ResponseEntity<Object>> edit(String id, @Nullable String seen, Principal principal, RuleEdit edit) {
        return edit(id, seen, principal, rule -> Optional.of(edit), Problems::notFound);
    }

    /** @param invalid where what was sent makes no edit */
    private Mono<ResponseEntity<Object>> edit(String id, @Nullable String seen, Principal principal,
            Function<Rule, Optional<RuleEdit>> edit, Supplier<ResponseEntity<Object>> invalid) {
        Caller caller = Caller.of(principal);
        return visible(id, caller)
                .flatMap(rule -> edit(rule, seen, caller, edit, invalid))
                .defaultIfEmpty(Problems.notFound());
    }

    private Mono<ResponseEntity<Object>> edit(Rule rule, @Nullable String seen, Caller caller,
            Function<Rule, Optional<RuleEdit>> edit, Supplier<ResponseEntity<Object>> invalid) {
        Optional<RuleEdit> read = edit.apply(rule);
        if (read.isEmpty()) {
            return Mono.just(invalid.get());
        }
        if (seen == null) {
            return Mono.just(AutoTopupProblems.preconditionRequired());
        }
        return rule.version() == version(seen)
                ? autoTopups.edit(rule, read.get(), caller.subject())
                        .map(outcome -> answer(outcome, done -> ResponseEntity.ok()))
                : Mono.just(AutoTopupProblems.outdated());
    }

    /** A tag of another form, a weak one included, is no version's: 0. */
    private static int version(String tag) {
        Matcher version = ETAG.matcher(tag.strip());
        return version.matches() ? Integer.parseInt(version.group(1)) : 0;
    }

    private static ResponseEntity<Object> answer(RuleOutcome outcome, Function<Rule, ResponseEntity.BodyBuilder> done) {
        return switch (outcome) {
            case RuleOutcome.Done(Rule rule) -> RuleBody.answer(done.apply(rule), rule);
            case RuleOutcome.Outdated() -> AutoTopupProblems.outdated();
            case RuleOutcome.Cancelled() -> AutoTopupProblems.cancelled();
            case RuleOutcome.NotOffered() -> AutoTopupProblems.notOffered();
            case RuleOutcome.ThresholdTooHigh(long most) -> AutoTopupProblems.thresholdTooHigh(most);
            case RuleOutcome.TermsNotAccepted(String version) -> AutoTopupProblems.termsNotAccepted(version);
            case RuleOutcome.CardNotTaken() -> AutoTopupProblems.cardNotTaken();
            case RuleOutcome.NotActive() -> AutoTopupProblems.notActive();
            case RuleOutcome.TooMany() -> AutoTopupProblems.tooMany();
            case RuleOutcome.KeyReused() -> AutoTopupProblems.keyReused();
        };
    }

    /** Empty: no such rule, or another's. */
    private Mono<Rule> visible(String id, Caller caller) {
        return Mono.justOrEmpty(RuleId.parse(id)).flatMap(autoTopups::find).filter(caller::maySee);
    }

    /** Empty: nobody has the number, or somebody for whom the caller may not act. */
    private Mono<Subscriber> subscriber(Msisdn number, Caller caller) {
        return subscribers.withNumber(number).filter(caller::mayActFor);
    }
}
