package dev.penstock.cli.demo;

import dev.penstock.audit.AuditReport;
import dev.penstock.audit.Invariant;
import dev.penstock.cli.board.LaneKey;
import dev.penstock.cli.board.LaneRow;
import dev.penstock.cli.board.Totals;
import dev.penstock.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * The morning in figures, from the events, the audit and the provider's journal.
 *
 * @param submitted distinct tasks handed in
 * @param lost tasks whose submission was answered and that neither ended nor were rejected
 * @param duplicates tasks accepted or ended twice, and attempts that succeeded at the provider twice
 * @param capViolations grants over a lane's cap, and calls that the provider saw over it
 * @param maxConcurrent the most tasks of a lane that were live at once
 */
public record DemoReport(
        long submitted,
        long lost,
        long duplicates,
        long capViolations,
        Totals totals,
        Map<LaneKey, Integer> maxConcurrent,
        ProviderAccount provider,
        AuditReport audit) {

    /**
     * Computes it.
     *
     * @param answered distinct tasks whose submission was answered
     * @param settled those of them that ended or were rejected
     */
    static DemoReport of(
            long submitted,
            long answered,
            long settled,
            Totals totals,
            List<LaneRow> rows,
            List<ProviderCall> calls,
            AuditReport audit) {
        Map<LaneKey, Integer> caps = rows.stream().collect(Collectors.toMap(LaneRow::lane, LaneRow::cap));
        ProviderAccount provider = ProviderAccount.of(calls, caps, totals.cutShort());
        Map<LaneKey, Integer> most = new LinkedHashMap<>();
        rows.stream()
                .filter(row -> row.cap() > 0 || row.mostRunning() > 0)
                .forEach(row -> most.put(row.lane(), row.mostRunning()));
        return new DemoReport(
                submitted,
                answered - settled,
                totals.doubles() + provider.repeated(),
                audit.of(Invariant.I1).violationCount() + provider.overCap(),
                totals,
                most,
                provider,
                audit);
    }

    /** Whether every promise was kept and all work has ended. */
    public boolean good() {
        return submitted > 0
                && lost == 0
                && duplicates == 0
                && capViolations == 0
                && !totals.anyOpen()
                && audit.holds();
    }

    Percentiles waits(String tier) {
        return Percentiles.of(totals.waits().stream()
                .filter(w -> w.tier().equals(tier))
                .map(Totals.Wait::millis)
                .toList());
    }

    Percentiles waitsOf(String tenant) {
        return Percentiles.of(totals.waits().stream()
                .filter(w -> w.tenant().equals(tenant))
                .map(Totals.Wait::millis)
                .toList());
    }

    public void write(Path file) throws IOException {
        String json = JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(json());
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        Files.writeString(file, json + System.lineSeparator());
    }

    /** The report's JSON as maps; the names are a contract with whoever reads it. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("submitted", submitted);
        json.put("accepted", totals.accepted());
        json.put("planned", totals.planned());
        json.put("rejected", totals.rejected());
        json.put("succeeded", totals.succeeded());
        json.put("dead", totals.dead());
        json.put("lost", lost);
        json.put("duplicates", duplicates);
        json.put("capViolations", capViolations);
        Map<String, Object> waits = new LinkedHashMap<>();
        Topics.tiers().stream().map(Topics::tierName).forEach(tier -> waits.put(tier, percentiles(waits(tier))));
        json.put("wait_ms", waits);
        json.put("tokens", totals.tokens());
        json.put("cost_micros", totals.costMicros());
        json.put("max_concurrent", byName(maxConcurrent));
        json.put("provider", providerJson());
        json.put(
                "campaigns",
                totals.campaigns().stream().map(DemoReport::campaignJson).toList());
        return json;
    }

    private static Map<String, Long> percentiles(Percentiles p) {
        Map<String, Long> json = new LinkedHashMap<>();
        json.put("p50", p.p50());
        json.put("p99", p.p99());
        return json;
    }

    private static Map<String, Object> campaignJson(Totals.Campaign campaign) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("tenant", campaign.tenant());
        json.put("campaign", campaign.name());
        json.put("state", campaign.state());
        json.put("total", campaign.total());
        json.put("succeeded", campaign.succeeded());
        json.put("failed", campaign.failed());
        json.put("cancelled", campaign.cancelled());
        json.put("cost_micros", campaign.costMicros());
        return json;
    }

    private Map<String, Object> providerJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("calls", provider.calls());
        json.put("own_runtimes", provider.ownRuntimes());
        json.put("outcomes", provider.outcomes());
        json.put("max_concurrent", byName(provider.mostAtOnce()));
        return json;
    }

    private static Map<String, Integer> byName(Map<LaneKey, Integer> lanes) {
        Map<String, Integer> json = new TreeMap<>();
        lanes.forEach((lane, n) -> json.put(lane.toString(), n));
        return json;
    }
}
