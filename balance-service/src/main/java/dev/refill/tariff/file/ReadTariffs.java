package dev.refill.tariff.file;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import dev.refill.tariff.Usage;
import dev.refill.tariff.plan.Increments;
import dev.refill.tariff.plan.Price;
import dev.refill.tariff.plan.Rate;
import dev.refill.tariff.plan.Rounding;
import dev.refill.tariff.plan.Service;
import dev.refill.tariff.plan.Tariff;

/** Reads what one service costs, by zone or rating group. */
final class ReadTariffs {

    static final String FREE = "free";

    private static final Set<String> FIELDS = Set.of("price", "per", "bands", "first", "next", "set-up", "minimum",
            "rounding");
    private static final Pattern RATING_GROUP = Pattern.compile("0|[1-9][0-9]{0,9}");

    private final Service service;
    private final Set<String> zones;
    private final Set<String> bands;

    ReadTariffs(Service service, Set<String> zones, Set<String> bands) {
        this.service = service;
        this.zones = zones;
        this.bands = bands;
    }

    Map<String, Tariff> read(Place place) {
        Map<String, Place> entries = switch (service) {
            case VOICE, SMS -> place.entries(zones::contains, "a zone of this plan");
            case DATA ->
                place.entries(ReadTariffs::isRatingGroup, "a rating group: 0 to " + Usage.Traffic.LAST_RATING_GROUP);
        };
        Map<String, Tariff> tariffs = new LinkedHashMap<>();
        entries.forEach((key, entry) -> tariffs.put(key, tariff(entry)));
        return tariffs;
    }

    private static boolean isRatingGroup(String text) {
        return RATING_GROUP.matcher(text).matches() && Long.parseLong(text) <= Usage.Traffic.LAST_RATING_GROUP;
    }

    /** What is wrong is read as free, so that what refers to it is not told to be wrong, too. */
    private Tariff tariff(Place place) {
        if (place.tree() instanceof Tree.Fields) {
            return rate(place.fields(FIELDS)).map(Tariff.class::cast).orElse(new Tariff.Free());
        }
        if (!place.isText(FREE)) {
            place.wrong("free, or the fields of a rate");
        }
        return new Tariff.Free();
    }

    private Optional<Rate> rate(Fields fields) {
        Optional<Price> price = fields.required("price", Price::parse, Price.EXPECTED);
        Optional<Long> per = quantity(fields, "per");
        Optional<Long> first = quantity(fields, "first");
        Optional<Long> next = quantity(fields, "next");
        Price setUp = fields.optional("set-up", Price::parse, Price.EXPECTED, Price.ZERO);
        Price minimum = fields.optional("minimum", Price::parse, Price.EXPECTED, Price.ZERO);
        Optional<Rounding> rounding = fields.required("rounding", Rounding::parse, Rounding.EXPECTED);
        Map<String, Price> inBands = fields.optional("bands").map(this::inBands).orElse(Map.of());
        boolean whole = price.isPresent() && per.isPresent() && first.isPresent() && next.isPresent()
                && rounding.isPresent();
        return whole
                ? Optional.of(new Rate(price.orElseThrow(), per.orElseThrow(), inBands,
                        new Increments(first.orElseThrow(), next.orElseThrow()), setUp, minimum,
                        rounding.orElseThrow()))
                : Optional.empty();
    }

    private Optional<Long> quantity(Fields fields, String name) {
        return fields.required(name, text -> Quantities.parse(service, text), Quantities.expected(service));
    }

    private Map<String, Price> inBands(Place place) {
        Map<String, Price> prices = new LinkedHashMap<>();
        place.entries(bands::contains, "a band of this plan").forEach((band, entry) -> entry
                .value(Price::parse, Price.EXPECTED)
                .ifPresent(price -> prices.put(band, price)));
        return prices;
    }
}
