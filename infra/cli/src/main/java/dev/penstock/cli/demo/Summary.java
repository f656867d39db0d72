package dev.penstock.cli.demo;

import dev.penstock.audit.AuditTable;
import dev.penstock.cli.board.BoardView;
import dev.penstock.cli.board.Style;
import dev.penstock.cli.board.Totals;
import dev.penstock.schemas.Topics;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The report as text. */
final class Summary {
    private final PrintWriter out;
    private final Style style;

    Summary(PrintWriter out, Style style) {
        this.out = out;
        this.style = style;
    }

    void print(DemoReport report, Handover handover, double seconds) {
        Totals t = report.totals();
        line("");
        line(style.bold("The morning took %.1f s".formatted(seconds)));
        line("  submitted %,d   accepted %,d (%d planned)   rejected %,d   succeeded %,d   dead %,d   cancelled %,d"
                .formatted(
                        report.submitted(),
                        t.accepted(),
                        t.planned(),
                        t.rejected(),
                        t.succeeded(),
                        t.dead(),
                        t.cancelled()));
        line("  " + verdict("lost", report.lost()) + "   " + verdict("duplicates", report.duplicates()) + "   "
                + verdict("cap violations", report.capViolations()) + "   " + verdict("still open", t.open()));
        line(
                "  %d submissions repeated: %d answered with the task they repeat, %d otherwise; %d repeats dropped by the engine"
                        .formatted(
                                handover.repeatsSame() + handover.repeatsOther(),
                                handover.repeatsSame(),
                                handover.repeatsOther(),
                                t.repeats()));
        line("  %,d calls at the provider (%s), %d retries, %d deferrals"
                .formatted(
                        report.provider().calls(), outcomes(report.provider().outcomes()), t.retries(), t.deferrals()));
        line("  %,d of the calls went out as webhooks to a tenant's own runtime, which called back"
                .formatted(report.provider().ownRuntimes()));
        for (Totals.Campaign campaign : t.campaigns()) {
            line("  campaign %s of %s %s: %d of %d tasks succeeded, %s"
                    .formatted(
                            campaign.name(),
                            campaign.tenant(),
                            campaign.state(),
                            campaign.succeeded(),
                            campaign.total(),
                            BoardView.money(campaign.costMicros())));
        }
        if (handover.failures() > 0) {
            line("  " + style.warn("%d requests got no answer and were sent again".formatted(handover.failures())));
        }
        waits(report);
        tenants(report);
        line("");
        out.print(AuditTable.render(report.audit()));
        out.flush();
    }

    private void waits(DemoReport report) {
        line("");
        line(style.dim("  %-20s %8s %9s %9s".formatted("wait until started", "tasks", "p50", "p99")));
        for (var tier : Topics.tiers()) {
            row(Topics.tierName(tier), report.waits(Topics.tierName(tier)), "");
        }
    }

    private void tenants(DemoReport report) {
        report.totals()
                .costMicros()
                .forEach((tenant, cost) -> row(
                        tenant,
                        report.waitsOf(tenant),
                        "   %,d tokens, %s"
                                .formatted(report.totals().tokens().getOrDefault(tenant, 0L), BoardView.money(cost))));
    }

    private void row(String name, Percentiles p, String more) {
        line(String.format(
                Locale.ROOT, "  %-20s %,8d %6.2f s %6.2f s%s", name, p.count(), p.p50() / 1e3, p.p99() / 1e3, more));
    }

    private String verdict(String what, long n) {
        String text = what + " " + n;
        return n == 0 ? style.good(text) : style.bad(text);
    }

    private static String outcomes(Map<String, Long> outcomes) {
        return outcomes.entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey())
                .collect(Collectors.joining(", "));
    }

    private void line(String text) {
        out.println(text);
    }
}
