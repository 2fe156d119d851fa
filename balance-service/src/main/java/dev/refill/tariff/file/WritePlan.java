package dev.refill.tariff.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

import dev.refill.tariff.TariffPlan;
import dev.refill.tariff.plan.Allowance;
import dev.refill.tariff.plan.Period;
import dev.refill.tariff.plan.Rate;
import dev.refill.tariff.plan.Service;
import dev.refill.tariff.plan.Tariff;

/** Writes a plan as a file that {@link ReadPlan} reads as the same plan. */
public final class WritePlan {

    private WritePlan() {}

    public static String write(TariffPlan plan) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.AUTO);
        options.setSplitLines(false);
        return new Yaml(options).dump(file(plan));
    }

    private static Map<String, Object> file(TariffPlan plan) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("plan", plan.id().value());
        file.put("title", plan.title());
        file.put("unit", plan.unit().code());
        file.put("time-zone", plan.bands().zone().getId());
        putUnlessEmpty(file, "zones", zones(plan));
        putUnlessEmpty(file, "bands", bands(plan));
        plan.tariffs().forEach((service, byKey) -> file.put(service.word(), tariffs(service, byKey)));
        putUnlessEmpty(file, "allowances", allowances(plan));
        return file;
    }

    private static void putUnlessEmpty(Map<String, Object> file, String name, Map<String, ?> fields) {
        if (!fields.isEmpty()) {
            file.put(name, fields);
        }
    }

    private static Map<String, List<String>> zones(TariffPlan plan) {
        Map<String, List<String>> zones = new LinkedHashMap<>();
        plan.zones().zoneOf().forEach(
                (prefix, zone) -> zones.computeIfAbsent(zone, name -> new ArrayList<>()).add(prefix));
        return zones;
    }

    private static Map<String, Object> bands(TariffPlan plan) {
        Map<String, Object> bands = new LinkedHashMap<>();
        plan.bands().periods().forEach(
                (name, periods) -> bands.put(name, periods.stream().map(WritePlan::period).toList()));
        return bands;
    }

    private static Map<String, Object> period(Period period) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("days", Days.write(period.days()));
        fields.put("from", Clocks.write(period.from()));
        fields.put("until", Clocks.write(period.until()));
        return fields;
    }

    private static Map<String, Object> tariffs(Service service, Map<String, Tariff> byKey) {
        Map<String, Object> tariffs = new LinkedHashMap<>();
        byKey.forEach((key, tariff) -> tariffs.put(key, switch (tariff) {
            case Tariff.Free free -> ReadTariffs.FREE;
            case Rate rate -> rate(service, rate);
        }));
        return tariffs;
    }

    private static Map<String, Object> rate(Service service, Rate rate) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("price", rate.price().toString());
        fields.put("per", Quantities.write(service, rate.per()));
        Map<String, Object> inBands = new LinkedHashMap<>();
        rate.inBands().forEach((band, price) -> inBands.put(band, price.toString()));
        putUnlessEmpty(fields, "bands", inBands);
        fields.put("first", Quantities.write(service, rate.increments().first()));
        fields.put("next", Quantities.write(service, rate.increments().next()));
        fields.put("set-up", rate.setUp().toString());
        fields.put("minimum", rate.minimum().toString());
        fields.put("rounding", rate.rounding().toString());
        return fields;
    }

    private static Map<String, Object> allowances(TariffPlan plan) {
        Map<String, Object> allowances = new LinkedHashMap<>();
        plan.allowances().forEach((name, allowance) -> allowances.put(name, allowance(allowance)));
        return allowances;
    }

    private static Map<String, Object> allowance(Allowance allowance) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("service", allowance.service().word());
        fields.put("amount", Quantities.write(allowance.service(), allowance.amount()));
        fields.put("days", Integer.toString(allowance.days()));
        if (!allowance.covers().isEmpty()) {
            fields.put("covers", allowance.covers().stream().sorted().toList());
        }
        return fields;
    }
}
