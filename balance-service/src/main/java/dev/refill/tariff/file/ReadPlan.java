package dev.refill.tariff.file;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import dev.refill.ledger.LedgerUnit;
import dev.refill.redaction.SensitiveInput;
import dev.refill.tariff.PlanId;
import dev.refill.tariff.TariffPlan;
import dev.refill.tariff.plan.Allowance;
import dev.refill.tariff.plan.Bands;
import dev.refill.tariff.plan.Period;
import dev.refill.tariff.plan.Service;
import dev.refill.tariff.plan.Tariff;
import dev.refill.tariff.plan.Zones;

/** Reads a file as a plan, as a whole: either all of it is right, or all that is wrong is said. */
public final class ReadPlan {

    /** In characters. */
    public static final int LONGEST_FILE = 1 << 22;

    private static final int MOST_PROBLEMS = 500;
    private static final Set<String> FIELDS = Set.of("plan", "title", "unit", "time-zone", "zones", "bands", "voice",
            "sms", "data", "allowances");
    private static final Pattern TITLE = Pattern.compile("\\P{Cntrl}*[^\\s\\p{Cntrl}]\\P{Cntrl}*");

    private final List<PlanProblem> problems = new ArrayList<>();
    private final Place file;
    private final Fields fields;

    private ReadPlan(Tree tree) {
        this.file = new Place("", tree, problems);
        this.fields = file.fields(FIELDS);
    }

    /** Never throws for what is in the file. */
    public static PlanReading read(String file) {
        if (file.length() > LONGEST_FILE) {
            return new PlanReading.Invalid(List.of(new PlanProblem("", 1, LONGEST_FILE + " characters at most")));
        }
        try {
            return new ReadPlan(ReadTree.read(file)).read();
        } catch (ReadTree.Unreadable unreadable) {
            return new PlanReading.Invalid(List.of(unreadable.problem()));
        }
    }

    private PlanReading read() {
        Optional<PlanId> id = fields.required("plan", PlanId::parse, PlanId.EXPECTED);
        Optional<String> title = fields.required("title", ReadPlan::title, "a text of one line");
        Optional<LedgerUnit> unit = fields.required("unit", ReadPlan::unit,
                "a credit unit like airtime:USD, or a currency");
        Optional<ZoneId> wall = fields.required("time-zone", ReadPlan::timeZone, "a time zone like Europe/Berlin");
        Zones zones = fields.optional("zones").map(ReadPlan::zones).orElse(new Zones(Map.of()));
        Map<String, List<Period>> periods = fields.optional("bands").map(ReadBands::read).orElse(Map.of());
        Map<Service, Map<String, Tariff>> tariffs = tariffs(zones, periods.keySet());
        Map<String, Allowance> allowances = fields.optional("allowances")
                .map(place -> new ReadAllowances(tariffs).read(place))
                .orElse(Map.of());
        return problems.isEmpty()
                ? new PlanReading.Valid(new TariffPlan(id.orElseThrow(), title.orElseThrow(), unit.orElseThrow(),
                        zones, new Bands(wall.orElseThrow(), periods), tariffs, allowances))
                : invalid();
    }

    private PlanReading invalid() {
        return new PlanReading.Invalid(problems.stream()
                .sorted(Comparator.comparingInt(PlanProblem::line))
                .limit(MOST_PROBLEMS)
                .toList());
    }

    private static Optional<String> title(String text) {
        return Optional.of(text).filter(title -> TITLE.matcher(title).matches() && !SensitiveInput.isInText(title));
    }

    private static Optional<LedgerUnit> unit(String text) {
        try {
            return Optional.of(new LedgerUnit(text));
        } catch (IllegalArgumentException noUnit) {
            return Optional.empty();
        }
    }

    private static Optional<ZoneId> timeZone(String text) {
        return Optional.of(text).filter(ZoneId.getAvailableZoneIds()::contains).map(ZoneId::of);
    }

    private static Zones zones(Place place) {
        Map<String, String> zoneOf = new LinkedHashMap<>();
        place.named().forEach((zone, prefixes) -> prefixes.atLeastOne("prefix").forEach(item -> item
                .value(ReadPlan::prefix, Zones.NUMBER)
                .ifPresent(prefix -> {
                    String other = zoneOf.putIfAbsent(prefix, zone);
                    if (other != null) {
                        item.wrong("a prefix that is not in zone " + other + " already");
                    }
                })));
        return new Zones(zoneOf);
    }

    private static Optional<String> prefix(String text) {
        return Optional.of(text).filter(Zones::isNumber);
    }

    private Map<Service, Map<String, Tariff>> tariffs(Zones zones, Set<String> bands) {
        Map<Service, Map<String, Tariff>> tariffs = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            fields.optional(service.word())
                    .map(new ReadTariffs(service, zones.names(), bands)::read)
                    .ifPresent(byKey -> tariffs.put(service, byKey));
        }
        if (tariffs.isEmpty()) {
            file.wrong("one or more of voice, sms and data");
        }
        return tariffs;
    }
}
