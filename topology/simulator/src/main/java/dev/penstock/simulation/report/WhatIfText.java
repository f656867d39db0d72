package dev.penstock.simulation.report;

import dev.penstock.admission.RejectionReason;
import dev.penstock.admission.Tier;
import dev.penstock.simulation.measure.LaneKey;
import dev.penstock.simulation.measure.LanePeak;
import dev.penstock.simulation.measure.Measured;
import dev.penstock.simulation.measure.TenantFigures;
import dev.penstock.simulation.measure.Waits;
import dev.penstock.simulation.policy.PolicyChanges;
import dev.penstock.simulation.record.Recording;
import dev.penstock.simulation.record.RoleRecord;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** A what-if as lines. */
final class WhatIfText {
    private static final int MOST_TENANTS = 5;
    private static final int MOST_LANES = 10;
    private static final int MOST_CHANGES = 20;

    private final WhatIfReport report;
    private final Text text = new Text();

    private WhatIfText(WhatIfReport report) {
        this.report = report;
    }

    static String of(WhatIfReport report) {
        WhatIfText lines = new WhatIfText(report);
        lines.head();
        lines.changes();
        lines.workers();
        lines.tasks();
        lines.waits();
        lines.refusals();
        lines.lanes();
        lines.shifts("gain most", report.winners());
        lines.shifts("lose most", report.losers());
        lines.foot();
        report.machine().render(lines.text);
        return lines.text.toString();
    }

    private void head() {
        Recording recording = report.recording();
        text.line(
                "%s to %s (%s), %d slots, %,d tenants, %,d submissions and other requests",
                Instant.ofEpochMilli(recording.since()),
                Instant.ofEpochMilli(recording.end()),
                Text.time(recording.end() - recording.since()),
                recording.slots().size(),
                report.tenants().size(),
                recording.asked());
        Recording.Completeness completeness = recording.completeness();
        if (completeness.truncated()) {
            text.line(
                    "The log's beginning is gone: %,d tenants' configuration was taken as it is now, what was used of this month before is not known,"
                            + " and %,d signals were of tasks that the log does not hold.",
                    completeness.seeded(), completeness.signalsOfUnknown());
        }
        if (completeness.unreadable() > 0) {
            text.line(
                    "%,d records were no commands and are left out, as the engine left them.",
                    completeness.unreadable());
        }
        List<String> differences = completeness.differences();
        if (differences == null) {
            text.line("Published events were not looked at: the record is the log played again through the core.");
        } else if (!differences.isEmpty()) {
            text.line(
                    "THE RECORD IS NOT WHAT THE LOG MAKES HERE (published against played: %s): the engine had other settings or another version,"
                            + " or is behind the log. Set the settings of its process here too.",
                    String.join(", ", differences));
        }
        text.line("");
    }

    private void changes() {
        List<PolicyChanges.Effect> effects = report.effects();
        for (PolicyChanges.Effect effect : effects.subList(0, Math.min(MOST_CHANGES, effects.size()))) {
            text.line(
                    "change  %-50s %s",
                    effect.line(),
                    effect.changed() == 0
                            ? "CHANGES NOTHING"
                            : String.format(Locale.ROOT, "changes %,d", effect.changed()));
        }
        if (effects.size() > MOST_CHANGES) {
            text.line("and %,d more", effects.size() - MOST_CHANGES);
        }
        if (effects.isEmpty()) {
            text.line("change  none: what the model itself makes of the record");
        }
        text.line("");
    }

    private void workers() {
        for (RoleRecord role : report.recording().roles().values()) {
            int places = report.places().getOrDefault(role.role(), Integer.MAX_VALUE);
            if (role.runs() > 0 || report.changed().most().getOrDefault(role.role(), 0) > 0) {
                text.line(
                        "workers %-22s %s; at once %d recorded, %d model, %d what if; %,d of %,d starts waited for one",
                        role.role(),
                        places == Integer.MAX_VALUE ? "as many as needed" : String.format(Locale.ROOT, "%,d", places),
                        role.peak(),
                        report.model().most().getOrDefault(role.role(), 0),
                        report.changed().most().getOrDefault(role.role(), 0),
                        role.slow(),
                        role.runs());
            }
        }
        text.line("");
    }

    private void heading(String title) {
        text.line("%-24s %13s %13s %13s %9s", title, "recorded", "model", "what if", "change");
    }

    private void tasks() {
        heading("tasks");
        numbers("accepted", f -> f.accepted);
        numbers("refused", f -> f.refused);
        numbers("succeeded", f -> f.succeeded);
        numbers("dead", f -> f.dead);
        numbers("cancelled", f -> f.cancelled);
        numbers("expired", f -> f.expired);
        numbers("unfinished at the end", f -> f.unfinished);
        numbers("never started", f -> f.notStarted);
        numbers("attempts", f -> f.attempts);
        List<Measured> columns = report.columns();
        text.line(
                "%-24s %,13.4f %,13.4f %,13.4f %9s",
                "cost USD",
                columns.get(0).total().costMicros / 1e6,
                columns.get(1).total().costMicros / 1e6,
                columns.get(2).total().costMicros / 1e6,
                change(columns.get(1).total().costMicros, columns.get(2).total().costMicros));
        text.line("");
    }

    private void numbers(String name, ToLongFunction<TenantFigures> figure) {
        List<Measured> columns = report.columns();
        long recorded = figure.applyAsLong(columns.get(0).total());
        long model = figure.applyAsLong(columns.get(1).total());
        long changed = figure.applyAsLong(columns.get(2).total());
        if (recorded != 0 || model != 0 || changed != 0) {
            text.line("%-24s %,13d %,13d %,13d %9s", name, recorded, model, changed, change(model, changed));
        }
    }

    private void waits() {
        heading("wait to the first start");
        waits("all", Measured::waits);
        for (Tier tier : Tier.values()) {
            waits(tier.name().toLowerCase(Locale.ROOT), column -> column.waits(tier));
        }
        text.line("");
    }

    private void waits(String name, Function<Measured, Waits> which) {
        List<Waits> waits = report.columns().stream().map(which).toList();
        if (waits.stream().allMatch(each -> each.count() == 0)) {
            return;
        }
        for (int percent : new int[] {50, 95, 99}) {
            double q = percent / 100.0;
            text.line(
                    "%-24s %13s %13s %13s %9s",
                    name + " p" + percent,
                    Text.time(waits.get(0).percentile(q)),
                    Text.time(waits.get(1).percentile(q)),
                    Text.time(waits.get(2).percentile(q)),
                    change(waits.get(1).percentile(q), waits.get(2).percentile(q)));
        }
    }

    private void refusals() {
        if (report.reasons().isEmpty()) {
            return;
        }
        heading("refused because");
        for (RejectionReason reason : report.reasons()) {
            List<Long> counts = report.columns().stream()
                    .map(column -> column.refusals().getOrDefault(reason, 0L))
                    .toList();
            text.line(
                    "%-24s %,13d %,13d %,13d %9s",
                    reason.name().toLowerCase(Locale.ROOT),
                    counts.get(0),
                    counts.get(1),
                    counts.get(2),
                    change(counts.get(1), counts.get(2)));
        }
        text.line("");
    }

    /** Those first whose peak changes most. */
    private void lanes() {
        text.line("%-40s %9s %9s %9s", "lane, most at once/cap", "recorded", "model", "what if");
        List<LaneKey> lanes = report.lanes().stream()
                .sorted(Comparator.comparingInt((LaneKey key) ->
                                -Math.abs(peak(2, key).live() - peak(1, key).live()))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        for (LaneKey key : lanes.subList(0, Math.min(MOST_LANES, lanes.size()))) {
            text.line(
                    "%-40s %9s %9s %9s",
                    key.tenant() + "/" + key.role(), inUse(peak(0, key)), inUse(peak(1, key)), inUse(peak(2, key)));
        }
        if (lanes.size() > MOST_LANES) {
            text.line("and %,d more lanes, which --report holds", lanes.size() - MOST_LANES);
        }
        text.line("");
    }

    private LanePeak peak(int column, LaneKey key) {
        return report.columns().get(column).lanes().getOrDefault(key, new LanePeak(0, 0));
    }

    private static String inUse(LanePeak peak) {
        return peak.live() + "/" + peak.cap();
    }

    private void shifts(String what, List<WhatIfReport.Shift> shifts) {
        if (shifts.isEmpty()) {
            text.line("no tenant is among those that %s", what);
            text.line("");
            return;
        }
        text.line("%-24s %17s %17s %21s %21s %17s", what, "done", "refused", "wait p50", "wait p95", "share of cost");
        for (WhatIfReport.Shift shift : shifts.subList(0, Math.min(MOST_TENANTS, shifts.size()))) {
            TenantFigures before = report.model().measured().tenant(shift.tenant());
            TenantFigures after = report.changed().measured().tenant(shift.tenant());
            text.line(
                    "%-24s %17s %17s %21s %21s %17s",
                    shift.tenant(),
                    before.succeeded + " > " + after.succeeded,
                    before.refused + " > " + after.refused,
                    times(before.waits, after.waits, 0.5),
                    times(before.waits, after.waits, 0.95),
                    String.format(
                            Locale.ROOT,
                            "%.1f > %.1f %%",
                            100 * WhatIfReport.costShare(report.model().measured(), shift.tenant()),
                            100 * WhatIfReport.costShare(report.changed().measured(), shift.tenant())));
        }
        if (shifts.size() > MOST_TENANTS) {
            text.line("and %,d more", shifts.size() - MOST_TENANTS);
        }
        text.line("");
    }

    private static String times(Waits before, Waits after, double q) {
        return Text.time(before.percentile(q)) + " > " + Text.time(after.percentile(q));
    }

    private void foot() {
        long estimated = report.changed().estimated().values().stream()
                .mapToLong(count -> count)
                .sum();
        long attempts = report.changed().measured().total().attempts;
        text.line(
                "model: the record played again under its own policy, so what differs from the record is the model's error; change: what if against model");
        text.line(
                "%,d of %,d attempts of the what-if are estimated, since the record does not tell how they end (model: %,d)",
                estimated,
                attempts,
                report.model().estimated().values().stream()
                        .mapToLong(count -> count)
                        .sum());
    }

    private static String change(long before, long after) {
        if (before == after) {
            return "=";
        }
        return before == 0 ? "new" : String.format(Locale.ROOT, "%+.0f %%", 100.0 * (after - before) / before);
    }
}
