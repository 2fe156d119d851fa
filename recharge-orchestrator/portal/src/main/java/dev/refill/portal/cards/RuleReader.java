package dev.refill.portal.cards;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import dev.refill.autotopup.AutoTopupProperties;
import dev.refill.autotopup.rule.Limits;
import dev.refill.autotopup.rule.Trigger;
import dev.refill.autotopup.rule.Trigger.Frequency;
import dev.refill.gateway.Money;
import dev.refill.offer.OfferCatalog;
import dev.refill.offer.OfferId;
import dev.refill.offer.Quote;
import dev.refill.portal.page.DecimalAmount;
import dev.refill.portal.page.FormKey;
import dev.refill.portal.page.Problem;
import dev.refill.portal.page.Written;
import dev.refill.recharge.card.KeptCard;

/** Checks a form against what is on sale and the cards that are kept. */
@Component
class RuleReader {

    /** Of the day, in the zone of {@code refill.auto-topup.time-zone}: people are awake, and read what they are told. */
    static final LocalTime AT = LocalTime.of(10, 0);

    private static final Pattern CHOICE = Pattern.compile("([a-z][a-z0-9-]{1,47}):([0-9]{1,15})");
    private static final Pattern DAY = Pattern.compile("0?[1-9]|[12][0-9]|3[01]");

    private final OfferCatalog catalog;
    private final AutoTopupProperties defaults;

    RuleReader(OfferCatalog catalog, AutoTopupProperties defaults) {
        this.catalog = catalog;
        this.defaults = defaults;
    }

    Reading read(RuleForm form, List<KeptCard> cards) {
        List<Problem> problems = new ArrayList<>();
        Optional<FormKey> key = FormKey.parse(form.key());
        Optional<Quote> quote = quote(form.choice());
        Optional<KeptCard> card = cards.stream().filter(one -> one.id().value().equals(form.card())).findFirst();
        Trigger trigger = trigger(form, quote, problems);
        if (quote.isEmpty()) {
            problems.add(new Problem("choice", form.choice().isEmpty()
                    ? "problem.choice.missing"
                    : "problem.choice.unknown"));
        }
        if (card.isEmpty()) {
            problems.add(new Problem("card", "problem.card.choose"));
        }
        Limits limits = quote.map(chosen -> limits(form, chosen, problems)).orElse(null);
        if (form.terms().isEmpty()) {
            problems.add(new Problem("terms", "problem.terms.missing"));
        }
        if (key.isEmpty()) {
            problems.add(new Problem("new", "problem.form.old"));
        }
        return trigger == null || limits == null || !problems.isEmpty()
                ? new Reading.Wrong(List.copyOf(problems))
                : new Reading.Asked(key.orElseThrow(), quote.orElseThrow(), card.orElseThrow(), trigger, limits,
                        form.terms());
    }

    private Optional<Quote> quote(String choice) {
        Matcher chosen = CHOICE.matcher(choice);
        return chosen.matches()
                ? catalog.find(new OfferId(chosen.group(1))).flatMap(
                        offer -> offer.quote(new Money(Long.parseLong(chosen.group(2)), offer.currency())))
                : Optional.empty();
    }

    /** {@code null}: there is a problem more, with it or with what is bought. */
    private @Nullable Trigger trigger(RuleForm form, Optional<Quote> quote, List<Problem> problems) {
        return switch (form.when()) {
            case RuleForm.LOW -> quote.map(chosen -> lowBalance(form, chosen, problems)).orElse(null);
            case RuleForm.MONTH -> monthly(form, problems);
            default -> {
                problems.add(new Problem("when", "problem.when.missing"));
                yield null;
            }
        };
    }

    private static @Nullable Trigger lowBalance(RuleForm form, Quote quote, List<Problem> problems) {
        OptionalLong threshold = CreditAmount.parse(form.threshold(), quote.credit().unit());
        if (threshold.isEmpty() || threshold.getAsLong() < 1) {
            problems.add(new Problem("threshold", "problem.threshold.form"));
            return null;
        }
        return new Trigger.LowBalance(threshold.getAsLong());
    }

    private @Nullable Trigger monthly(RuleForm form, List<Problem> problems) {
        if (!DAY.matcher(form.day()).matches()) {
            problems.add(new Problem("day", "problem.day.form"));
            return null;
        }
        return new Trigger.Schedule(Frequency.MONTHLY, Integer.parseInt(form.day()), AT, defaults.timeZone());
    }

    private @Nullable Limits limits(RuleForm form, Quote quote, List<Problem> problems) {
        OptionalLong limit = DecimalAmount.parse(form.limit(), quote.price().currency());
        if (limit.isEmpty()) {
            problems.add(new Problem("limit", "problem.amount.form"));
            return null;
        }
        if (limit.getAsLong() < quote.price().minor()) {
            problems.add(new Problem("limit", "problem.limit.least", Written.money(quote.price())));
            return null;
        }
        return new Limits(defaults.perDay(), defaults.perMonth(), null, limit.getAsLong());
    }
}
