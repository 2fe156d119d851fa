package dev.refill.tariff.file;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.refill.tariff.plan.Allowance;
import dev.refill.tariff.plan.Service;
import dev.refill.tariff.plan.Tariff;

/** Reads the free usage that a plan gives. */
final class ReadAllowances {

    private static final Set<String> FIELDS = Set.of("service", "amount", "days", "covers");
    private static final Pattern DAYS = Pattern.compile("[1-9][0-9]{0,3}");

    private final Map<Service, Map<String, Tariff>> tariffs;

    ReadAllowances(Map<Service, Map<String, Tariff>> tariffs) {
        this.tariffs = tariffs;
    }

    Map<String, Allowance> read(Place place) {
        Map<String, Allowance> allowances = new LinkedHashMap<>();
        place.named().forEach((name, entry) -> allowance(entry.fields(FIELDS))
                .ifPresent(allowance -> allowances.put(name, allowance)));
        return allowances;
    }

    private Optional<Allowance> allowance(Fields fields) {
        Optional<Integer> days = fields.required("days", ReadAllowances::days,
                "a whole number of days from 1 to " + Allowance.MOST_DAYS);
        return fields.required("service", this::service, "a service of this plan: voice, sms or data")
                .flatMap(service -> of(service, days, fields));
    }

    private Optional<Allowance> of(Service service, Optional<Integer> days, Fields fields) {
        Optional<Long> amount = fields.required("amount", text -> Quantities.parse(service, text),
                Quantities.expected(service));
        Set<String> covers = fields.optional("covers").map(place -> covers(place, service)).orElse(Set.of());
        return amount.flatMap(many -> days.map(valid -> new Allowance(service, many, valid, covers)));
    }

    private Optional<Service> service(String text) {
        return Stream.of(Service.values())
                .filter(tariffs::containsKey)
                .filter(service -> service.word().equals(text))
                .findFirst();
    }

    private Set<String> covers(Place place, Service service) {
        Set<String> known = tariffs.getOrDefault(service, Map.of()).keySet();
        return place.items().stream()
                .map(item -> item.value(text -> Optional.of(text).filter(known::contains),
                        "what has a tariff in " + service.word()))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    private static Optional<Integer> days(String text) {
        return Optional.of(text)
                .filter(DAYS.asMatchPredicate())
                .map(Integer::valueOf)
                .filter(days -> days <= Allowance.MOST_DAYS);
    }
}
