package dev.penstock.cli.why;

import dev.penstock.cli.board.Style;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The answer of {@code /v1/lanes} as a table. */
public final class LanesText {
    private static final String ROW = "%-22s %7s %7s %7s %9s %9s %12s  %s";
    private static final double MICROS = 1e6;

    private final PrintWriter out;
    private final Style style;

    public LanesText(PrintWriter out, Style style) {
        this.out = out;
        this.style = style;
    }

    public void print(JsonNode tenant) {
        out.println(tenant.path("tenant").asString("") + ", plan "
                + tenant.path("plan").asString("") + ", "
                + tenant.path("flow").asString("") + ": "
                + tenant.path("pending").asInt() + " waiting, "
                + tenant.path("live").asInt() + " live" + of(tenant.path("cap").asInt()) + "; "
                + money(tenant.path("month")));
        out.println();
        out.println(style.dim(row("lane", "urgent", "normal", "batch", "live/cap", "window", "oldest", "held by")));
        for (JsonNode lane : tenant.path("lanes")) {
            lane(lane);
        }
        if (tenant.path("lanes").isEmpty()) {
            out.println("no lane has work");
        }
        out.flush();
    }

    private void lane(JsonNode lane) {
        JsonNode queued = lane.path("queued");
        JsonNode window = lane.path("window");
        JsonNode waited = lane.path("oldestWaitedMillis");
        out.println(row(
                lane.path("role").asString(""),
                queued.path("urgent").asString(),
                queued.path("normal").asString(),
                queued.path("batch").asString(),
                lane.path("live").asInt() + "/" + lane.path("cap").asInt(),
                window.path("unstarted").asInt() + "/" + window.path("size").asInt(),
                waited.isMissingNode() ? "-" : Times.text(Duration.ofMillis(waited.asLong())),
                lane.path("holds").isEmpty()
                        ? "-"
                        : lane.path("holds").get(0).path("limit").asString("")));
    }

    private static String row(String... cells) {
        return String.format(Locale.ROOT, ROW, (Object[]) cells).stripTrailing();
    }

    private static String of(int cap) {
        return cap == 0 ? "" : " of " + cap;
    }

    private static String money(JsonNode month) {
        long budget = month.path("budgetMicros").asLong();
        return String.format(
                Locale.ROOT,
                "this month $%.2f spent, $%.2f unknown, $%.2f reserved%s",
                month.path("spentMicros").asLong() / MICROS,
                month.path("unknownMicros").asLong() / MICROS,
                month.path("reservedMicros").asLong() / MICROS,
                budget == 0 ? "" : String.format(Locale.ROOT, " of $%.2f", budget / MICROS));
    }
}
