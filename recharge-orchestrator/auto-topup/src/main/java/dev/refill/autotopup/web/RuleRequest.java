package dev.refill.autotopup.web;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.refill.autotopup.AutoTopupProperties;
import dev.refill.autotopup.rule.CardToken;
import dev.refill.autotopup.rule.Limits;
import dev.refill.autotopup.rule.Rule;
import dev.refill.autotopup.rule.RuleEdit;
import dev.refill.autotopup.rule.Trigger;
import dev.refill.autotopup.rule.Trigger.Frequency;
import dev.refill.gateway.Money;
import dev.refill.offer.OfferId;
import dev.refill.recharge.card.KeptCard;
import dev.refill.recharge.card.KeptCardId;
import dev.refill.request.JsonBody;
import dev.refill.subscriber.Msisdn;

/** What is asked for, read strictly. */
record RuleRequest(Msisdn msisdn, OfferId offer, Money price, CardToken card, Trigger trigger, Limits limits,
        String acceptedTerms) {

    private static final long MOST = 1_000_000_000_000L;
    static final String SAVED_CARD = "savedCard";
    static final String KEPT = "the id of a card that the subscriber has kept";
    private static final Set<String> FIELDS = Set.of("msisdn", "offer", "amount", "currency", "cardOnFile", "savedCard",
            "lowBalance",
            "schedule", "limits", "acceptedTerms");
    private static final Set<String> CHANGEABLE = Set.of("amount", "cardOnFile", "savedCard", "lowBalance", "schedule",
            "limits",
            "acceptedTerms");
    private static final Pattern OFFER = Pattern.compile("[a-z][a-z0-9-]{1,47}");
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");
    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();
    private static final String CARD = "the provider's token of a kept card, 1 to 255 letters, digits, -, _ or full stops between them";
    private static final Pattern TERMS = Pattern.compile("[\\x21-\\x7E]{1,32}");
    private static final String ACCEPTED = "the version of the terms that the subscriber was shown and has agreed to";
    private static final String ONE_TRIGGER = "an object; either lowBalance or schedule";

    /** Which card that was kept here is named. Empty: none is, or none of that form. */
    static Optional<KeptCardId> savedCard(JsonBody body) {
        return Optional.of(body.node().path(SAVED_CARD)).filter(JsonNode::isString)
                .flatMap(named -> KeptCardId.parse(named.stringValue()));
    }

    /**
     * Empty: the errors of the body say why.
     *
     * @param saved of the card that it names by {@link #savedCard}, if there is such a card
     */
    static Optional<RuleRequest> read(JsonBody body, AutoTopupProperties defaults, Optional<CardToken> saved) {
        body.only(FIELDS);
        Optional<Msisdn> msisdn = body.required("msisdn", Msisdn::ofE164,
                "a number in E.164 form like \"+12025550101\"");
        Optional<OfferId> offer = body.required("offer", RuleRequest::offer,
                "the id of an offer, like \"airtime-usd\"");
        long amount = body.number("amount", 1, MOST);
        Optional<Currency> currency = body.required("currency", RuleRequest::currency,
                "an ISO 4217 code in capitals, like \"USD\"");
        Optional<CardToken> card = body.has(SAVED_CARD)
                ? keptCard(body, saved)
                : body.required("cardOnFile", CardToken::parse, CARD);
        Optional<Trigger> trigger = trigger(body);
        if (trigger.isEmpty() && body.errors().isEmpty()) {
            body.wrong("lowBalance", ONE_TRIGGER);
        }
        Limits limits = limits(body, new Limits(defaults.perDay(), defaults.perMonth(), null, null));
        Optional<String> terms = acceptedTerms(body);
        return body.errors().isEmpty()
                ? Optional.of(new RuleRequest(msisdn.orElseThrow(), offer.orElseThrow(),
                        new Money(amount, currency.orElseThrow()), card.orElseThrow(), trigger.orElseThrow(), limits,
                        terms.orElseThrow()))
                : Optional.empty();
    }

    /**
     * What a patch makes of a rule. Empty: the errors of the body say why.
     *
     * @param kept the card that it names by {@link #savedCard}, if there is such a card
     */
    static Optional<RuleEdit> change(JsonBody patch, Rule rule, Optional<KeptCard> kept) {
        patch.only(CHANGEABLE);
        long amount = patch.has("amount") ? patch.number("amount", 1, MOST) : rule.price().minor();
        CardToken card = (patch.has(SAVED_CARD)
                ? keptCard(patch, kept.filter(one -> one.subscriber().equals(rule.subscriber()))
                        .map(RuleRequest::token))
                : patch.optional("cardOnFile", CardToken::parse, CARD)).orElse(rule.card());
        Trigger trigger = trigger(patch).orElse(rule.trigger());
        if (trigger.getClass() != rule.trigger().getClass()) {
            patch.wrong(rule.trigger() instanceof Trigger.Schedule ? "lowBalance" : "schedule",
                    "nothing: what triggers a rule stays of its kind");
        }
        Limits limits = limits(patch, rule.limits());
        Optional<String> terms = acceptedTerms(patch);
        return patch.errors().isEmpty()
                ? Optional.of(new RuleEdit.Change(new Money(amount, rule.price().currency()), card, trigger, limits,
                        terms.orElseThrow()))
                : Optional.empty();
    }

    private static Optional<CardToken> keptCard(JsonBody body, Optional<CardToken> saved) {
        if (body.has("cardOnFile")) {
            body.wrong("cardOnFile", "not together with " + SAVED_CARD);
        }
        if (saved.isEmpty()) {
            body.wrong(SAVED_CARD, KEPT);
        }
        return saved;
    }

    static CardToken token(KeptCard kept) {
        return new CardToken(kept.card().token());
    }

    private static Optional<String> acceptedTerms(JsonBody body) {
        return body.required("acceptedTerms", text -> Optional.of(text).filter(TERMS.asMatchPredicate()), ACCEPTED);
    }

    /** Empty: there is none, or the errors of the body say why. */
    private static Optional<Trigger> trigger(JsonBody body) {
        if (body.has("lowBalance") && body.has("schedule")) {
            body.wrong("schedule", ONE_TRIGGER);
            return Optional.empty();
        }
        return object(body, "lowBalance").map(RuleRequest::lowBalance)
                .or(() -> object(body, "schedule").flatMap(RuleRequest::schedule));
    }

    private static Trigger lowBalance(JsonBody fields) {
        fields.only(Set.of("threshold"));
        return new Trigger.LowBalance(fields.number("threshold", 1, MOST));
    }

    private static Optional<Trigger> schedule(JsonBody fields) {
        fields.only(Set.of("frequency", "day", "at", "timeZone"));
        Optional<Frequency> frequency = fields.required("frequency", RuleRequest::frequency,
                "\"daily\", \"weekly\" or \"monthly\"");
        int most = frequency.map(Frequency::mostDay).orElse(1);
        boolean isDaily = frequency.filter(Frequency.DAILY::equals).isPresent();
        long day = isDaily && !fields.has("day") ? 1 : fields.number("day", 1, most);
        Optional<LocalTime> at = fields.required("at", RuleRequest::time, "a time of day like \"09:30\"");
        Optional<ZoneId> zone = fields.required("timeZone", RuleRequest::zone, "a time zone like \"America/New_York\"");
        return frequency.isPresent() && at.isPresent() && zone.isPresent()
                ? Optional.of(new Trigger.Schedule(frequency.get(), (int) day, at.get(), zone.get()))
                : Optional.empty();
    }

    private static Limits limits(JsonBody body, Limits otherwise) {
        return object(body, "limits").map(fields -> limitsOf(fields, otherwise)).orElse(otherwise);
    }

    private static Limits limitsOf(JsonBody fields, Limits otherwise) {
        fields.only(Set.of("perDay", "perMonth", "amountPerDay", "amountPerMonth"));
        return new Limits(count(fields, "perDay", otherwise.perDay()), count(fields, "perMonth", otherwise.perMonth()),
                amount(fields, "amountPerDay", otherwise.amountPerDay()),
                amount(fields, "amountPerMonth", otherwise.amountPerMonth()));
    }

    private static int count(JsonBody fields, String name, int otherwise) {
        return fields.has(name) ? (int) fields.number(name, 1, Limits.MOST) : otherwise;
    }

    /** {@code null} in a body takes a limit away. */
    private static @Nullable Long amount(JsonBody fields, String name, @Nullable Long otherwise) {
        if (!fields.has(name)) {
            return otherwise;
        }
        return fields.node().path(name).isNull() ? null : Long.valueOf(fields.number(name, 1, MOST));
    }

    private static Optional<JsonBody> object(JsonBody body, String field) {
        if (!body.has(field)) {
            return Optional.empty();
        }
        if (!body.node().path(field).isObject()) {
            body.wrong(field, "an object");
            return Optional.empty();
        }
        return Optional.of(new JsonBody(body.path() + field + ".", body.node().path(field), body.errors()));
    }

    private static Optional<OfferId> offer(String text) {
        return Optional.of(text).filter(OFFER.asMatchPredicate()).map(OfferId::new);
    }

    private static Optional<Currency> currency(String text) {
        return Currency.getAvailableCurrencies().stream().filter(one -> one.getCurrencyCode().equals(text)).findFirst();
    }

    private static Optional<Frequency> frequency(String text) {
        return Arrays.stream(Frequency.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }

    private static Optional<LocalTime> time(String text) {
        return Optional.of(text).filter(TIME.asMatchPredicate()).map(LocalTime::parse);
    }

    private static Optional<ZoneId> zone(String text) {
        return Optional.of(text).filter(ZONES::contains).map(ZoneId::of);
    }
}
