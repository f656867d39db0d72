package dev.penstock.simulation.report;

import dev.penstock.admission.RejectionReason;
import dev.penstock.admission.Tier;
import dev.penstock.simulation.measure.LaneKey;
import dev.penstock.simulation.measure.LanePeak;
import dev.penstock.simulation.measure.Measured;
import dev.penstock.simulation.measure.TenantFigures;
import dev.penstock.simulation.measure.Waits;
import dev.penstock.simulation.model.Model;
import dev.penstock.simulation.policy.PolicyChanges;
import dev.penstock.simulation.record.Recording;
import dev.penstock.simulation.record.RoleRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What another policy would have made of a recorded stretch of work. Everything but {@code machine} follows from the record and the changes.
 *
 * @param places attempts that can run at once, by role
 * @param model the record as the model plays it, under its own policy: what differs from the record is the model's error
 * @param changed the same under the changed policy
 */
public record WhatIfReport(
        Recording recording,
        List<PolicyChanges.Effect> effects,
        Map<String, Integer> places,
        Model.Result model,
        Model.Result changed,
        Machine machine) {
    /** A tenant's tasks done must differ by more than this share of what it asked for to count before its waits. */
    private static final double SLACK = 0.01;

    public WhatIfReport {
        effects = List.copyOf(effects);
    }

    /** The three columns: recorded, model, what if. */
    List<Measured> columns() {
        return List.of(recording.recorded(), model.measured(), changed.measured());
    }

    /** Every tenant that any column knows, by name. */
    Set<String> tenants() {
        Set<String> names = new TreeSet<>();
        columns().forEach(column -> names.addAll(column.tenants().keySet()));
        return names;
    }

    Set<LaneKey> lanes() {
        Set<LaneKey> keys = new TreeSet<>();
        columns().forEach(column -> keys.addAll(column.lanes().keySet()));
        return keys;
    }

    Set<RejectionReason> reasons() {
        Set<RejectionReason> reasons = new TreeSet<>();
        columns().forEach(column -> reasons.addAll(column.refusals().keySet()));
        return reasons;
    }

    /**
     * What the change does to one tenant, against the model under the recorded policy.
     *
     * @param done tasks that succeed more than before; 0 where the difference is within the slack
     * @param meanWaitMillis how much longer its tasks wait on average
     */
    public record Shift(String tenant, long done, double meanWaitMillis) {
        boolean gains() {
            return done > 0 || (done == 0 && meanWaitMillis <= -1);
        }

        boolean loses() {
            return done < 0 || (done == 0 && meanWaitMillis >= 1);
        }
    }

    /** Tenants that gain, the ones that gain most first: more tasks done, or else shorter waits. */
    public List<Shift> winners() {
        return shifts().stream().filter(Shift::gains).toList();
    }

    /** Tenants that lose, the ones that lose most first. */
    public List<Shift> losers() {
        return shifts().reversed().stream().filter(Shift::loses).toList();
    }

    private List<Shift> shifts() {
        List<Shift> shifts = new ArrayList<>();
        for (String name : tenants()) {
            TenantFigures before = model.measured().tenant(name);
            TenantFigures after = changed.measured().tenant(name);
            long done = after.succeeded - before.succeeded;
            boolean slight = Math.abs(done) <= SLACK * (before.accepted + before.refused);
            shifts.add(new Shift(name, slight ? 0 : done, after.waits.mean() - before.waits.mean()));
        }
        shifts.sort(Comparator.comparingLong((Shift shift) -> -shift.done())
                .thenComparingDouble(Shift::meanWaitMillis)
                .thenComparing(Shift::tenant));
        return shifts;
    }

    static double costShare(Measured column, String tenant) {
        return DayReport.ratio(column.tenant(tenant).costMicros, column.total().costMicros);
    }

    /** For a terminal. */
    public String render() {
        return WhatIfText.of(this);
    }

    /** The same, for programs, with every tenant and lane; the member {@code machine} alone differs from run to run. */
    public String json() {
        Json.Arr lines = new Json.Arr();
        effects.forEach(
                effect -> lines.add(new Json.Obj().put("line", effect.line()).put("changed", effect.changed())));
        Json.Arr tenants = new Json.Arr();
        tenants().forEach(name -> tenants.add(tenant(name)));
        Json.Arr lanes = new Json.Arr();
        lanes().forEach(key -> lanes.add(lane(key)));
        Recording.Completeness completeness = recording.completeness();
        Json.Arr differences = new Json.Arr();
        List<String> found = completeness.differences();
        if (found != null) {
            found.forEach(difference -> differences.add(new Json.Str(difference)));
        }
        return Json.text(new Json.Obj()
                .put("since", Instant.ofEpochMilli(recording.since()).toString())
                .put("end", Instant.ofEpochMilli(recording.end()).toString())
                .put("slots", recording.slots().size())
                .put("asked", recording.asked())
                .put("logTruncated", completeness.truncated())
                .put("configurationsFromElsewhere", completeness.seeded())
                .put("unreadable", completeness.unreadable())
                .put("signalsOfUnknownTasks", completeness.signalsOfUnknown())
                .put("eventsLookedAt", found != null)
                .put("eventsDiffer", differences)
                .put("changes", lines)
                .put("workers", workers())
                .put("recorded", column(recording.recorded()))
                .put("model", column(model.measured()))
                .put("whatIf", column(changed.measured()))
                .put("winners", shifts(winners()))
                .put("losers", shifts(losers()))
                .put("tenants", tenants)
                .put("lanes", lanes)
                .put("machine", machine.toJson()));
    }

    private Json workers() {
        Json.Obj roles = new Json.Obj();
        for (RoleRecord role : recording.roles().values()) {
            Json.Obj json = new Json.Obj()
                    .put("peakInRecord", role.peak())
                    .put("startsInRecord", role.runs())
                    .put("startsThatWaitedForWorkers", role.slow())
                    .put("lagMillis", role.lagMillis())
                    .put("pickUpMillis", role.pickUpMillis())
                    .put("serviceMillis", role.serviceMillis());
            int place = places.getOrDefault(role.role(), Integer.MAX_VALUE);
            json.put("unlimited", place == Integer.MAX_VALUE);
            if (place < Integer.MAX_VALUE) {
                json.put("places", place);
            }
            roles.put(
                    role.role(),
                    json.put("peakInModel", model.most().getOrDefault(role.role(), 0))
                            .put("peakInWhatIf", changed.most().getOrDefault(role.role(), 0))
                            .put("estimatedInModel", model.estimated().getOrDefault(role.role(), 0L))
                            .put("estimatedInWhatIf", changed.estimated().getOrDefault(role.role(), 0L)));
        }
        return roles;
    }

    private static Json column(Measured column) {
        Json.Obj tiers = new Json.Obj();
        for (Tier tier : Tier.values()) {
            tiers.put(tier.name().toLowerCase(Locale.ROOT), waits(column.waits(tier)));
        }
        Json.Obj refusals = new Json.Obj();
        column.refusals().forEach((reason, count) -> refusals.put(reason.name().toLowerCase(Locale.ROOT), count));
        return figures(column.total())
                .put("openAtStart", column.openAtStart())
                .put("waitMillis", waits(column.waits()))
                .put("waitMillisByTier", tiers)
                .put("refusals", refusals);
    }

    private Json tenant(String name) {
        Json.Obj json = new Json.Obj().put("tenant", name);
        String[] columnNames = {"recorded", "model", "whatIf"};
        for (int i = 0; i < columnNames.length; i++) {
            Measured column = columns().get(i);
            TenantFigures tenant = column.tenant(name);
            json.put(
                    columnNames[i],
                    figures(tenant).put("costShare", costShare(column, name)).put("waitMillis", waits(tenant.waits)));
        }
        return json;
    }

    private Json lane(LaneKey key) {
        Json.Obj json = new Json.Obj().put("tenant", key.tenant()).put("role", key.role());
        String[] columnNames = {"recorded", "model", "whatIf"};
        for (int i = 0; i < columnNames.length; i++) {
            LanePeak peak = columns().get(i).lanes().getOrDefault(key, new LanePeak(0, 0));
            json.put(columnNames[i], new Json.Obj().put("peak", peak.live()).put("cap", peak.cap()));
        }
        return json;
    }

    private static Json shifts(List<Shift> shifts) {
        Json.Arr json = new Json.Arr();
        shifts.forEach(shift -> json.add(new Json.Obj()
                .put("tenant", shift.tenant())
                .put("moreDone", shift.done())
                .put("meanWaitMillisMore", shift.meanWaitMillis())));
        return json;
    }

    private static Json.Obj figures(TenantFigures f) {
        return new Json.Obj()
                .put("accepted", f.accepted)
                .put("refused", f.refused)
                .put("succeeded", f.succeeded)
                .put("dead", f.dead)
                .put("cancelled", f.cancelled)
                .put("expired", f.expired)
                .put("unfinished", f.unfinished)
                .put("notStarted", f.notStarted)
                .put("attempts", f.attempts)
                .put("costMicroDollars", f.costMicros);
    }

    private static Json.Obj waits(Waits waits) {
        return new Json.Obj()
                .put("tasks", waits.count())
                .put("p50", waits.percentile(0.5))
                .put("p95", waits.percentile(0.95))
                .put("p99", waits.percentile(0.99))
                .put("mean", waits.mean());
    }
}
