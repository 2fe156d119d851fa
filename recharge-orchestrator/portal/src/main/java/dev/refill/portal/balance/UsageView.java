package dev.refill.portal.balance;

import java.util.List;
import java.util.stream.Stream;

import dev.refill.tariff.plan.Service;
import dev.refill.usage.UsageRecord;
import dev.refill.usage.UsageSummary;

/**
 * What the balance page shows of usage.
 *
 * @param charts one for each service that was used in the last thirty days
 * @param rows what was used last
 */
record UsageView(List<AllowanceBar> allowances, List<UsageChart> charts, List<UsageRow> rows) {

    static final UsageView NONE = new UsageView(List.of(), List.of(), List.of());

    static UsageView of(UsageSummary summary, List<UsageRecord> newest) {
        return new UsageView(summary.allowances().stream().map(AllowanceBar::of).toList(),
                Stream.of(Service.values()).map(service -> UsageChart.of(service, summary))
                        .filter(chart -> !chart.isEmpty()).toList(),
                newest.stream().map(UsageRow::of).toList());
    }

    public boolean isEmpty() {
        return allowances.isEmpty() && charts.isEmpty() && rows.isEmpty();
    }
}
