package dev.refill.tariff;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import dev.refill.ledger.LedgerUnit;
import dev.refill.tariff.plan.Allowance;
import dev.refill.tariff.plan.Bands;
import dev.refill.tariff.plan.Service;
import dev.refill.tariff.plan.Tariff;
import dev.refill.tariff.plan.Zones;

/**
 * What using the network costs.
 *
 * @param id which plan
 * @param title for people
 * @param unit what charges are counted in, in minor units: a credit unit or a currency
 * @param zones which destinations belong together
 * @param bands which times do, in the network's time zone
 * @param tariffs of each service by zone, for data by rating group in digits
 * @param allowances free usage by name
 */
public record TariffPlan(PlanId id, String title, LedgerUnit unit, Zones zones, Bands bands,
        Map<Service, Map<String, Tariff>> tariffs, Map<String, Allowance> allowances) {

    public TariffPlan {
        Map<Service, Map<String, Tariff>> copies = new EnumMap<>(Service.class);
        tariffs.forEach((service, byKey) -> copies.put(service, copy(byKey)));
        tariffs = Collections.unmodifiableMap(copies);
        allowances = copy(allowances);
    }

    /** In the order of its author. */
    private static <V> Map<String, V> copy(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** Empty: the service is not offered there. */
    public Optional<Tariff> tariff(Service service, String key) {
        return Optional.ofNullable(tariffs.getOrDefault(service, Map.of()).get(key));
    }
}
