package dev.refill.tariff.rating;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

import dev.refill.tariff.Step;
import dev.refill.tariff.Step.Rule;
import dev.refill.tariff.plan.Rate;
import dev.refill.tariff.plan.Rounding;
import dev.refill.tariff.plan.Service;
import dev.refill.tariff.plan.Zones;

/** The words in which a charge says how it came to be. */
final class Explanation {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final Service service;
    private final ZoneId wall;
    private final List<Step> steps = new ArrayList<>();

    Explanation(Service service, ZoneId wall) {
        this.service = service;
        this.wall = wall;
    }

    List<Step> steps() {
        return List.copyOf(steps);
    }

    private void add(Rule rule, String text) {
        steps.add(new Step(rule, text));
    }

    void prefix(Zones.Match match) {
        add(Rule.PREFIX, "prefix " + match.prefix() + " is zone " + match.zone());
    }

    void noPrefix(String destination) {
        add(Rule.REFUSED, "no zone has a prefix of " + destination);
    }

    void ratingGroup(long group) {
        add(Rule.RATING_GROUP, "rating group " + group);
    }

    void noRate(String key) {
        add(Rule.REFUSED, "no " + service.word() + " rate for " + key);
    }

    void free() {
        add(Rule.FREE, "free");
    }

    void counted(long quantity, long counted, Rate rate) {
        add(Rule.INCREMENTS, service.text(quantity) + " count as " + service.text(counted) + " ("
                + rate.increments().first() + "/" + rate.increments().next() + ")");
    }

    void drawn(Pocket<?> allowance, String name) {
        add(Rule.ALLOWANCE, service.text(allowance.drawn()) + " from " + allowance.id() + " (" + name + ")");
    }

    void notDrawn(String bucket, String why) {
        add(Rule.ALLOWANCE, "nothing from " + bucket + ": " + why);
    }

    void part(Part part, Rate rate) {
        add(Rule.PRICE, service.text(part.quantity()) + when(part, rate) + " at " + rate.priceIn(part.band()) + " per "
                + service.text(rate.per()) + ": " + part.price(rate));
    }

    private String when(Part part, Rate rate) {
        if (rate.inBands().isEmpty()) {
            return "";
        }
        return part.band().map(band -> " in " + band).orElse(" at other times") + " from "
                + TIME.format(LocalTime.ofInstant(part.from(), wall));
    }

    void setUp(Rate rate, Fraction sum) {
        add(Rule.SET_UP, "set-up " + rate.setUp() + ": " + sum);
    }

    void minimum(Rate rate) {
        add(Rule.MINIMUM, "at least " + rate.minimum());
    }

    void rounded(Rounding rounding, BigDecimal charge) {
        add(Rule.ROUNDING, "rounded " + rounding.direction().word() + " to a multiple of " + rounding.step() + ": "
                + charge.toPlainString());
    }

    void tooLarge(BigDecimal charge) {
        add(Rule.REFUSED, charge.toPlainString() + " is more than a charge can be");
    }
}
