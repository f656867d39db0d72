package dev.penstock.cli.limits;

import dev.penstock.cli.board.Style;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Tenants as tables. */
public final class TenantText {
    private static final String LINE = "%-28s %-11s %8s  %-9s %7s %8s";
    private static final String LANE = "%-22s %-9s %10s %7s %12s  %s";
    private static final double MICROS = 1e6;

    private final PrintWriter out;
    private final Style style;
    private final ZoneId zone;

    public TenantText(PrintWriter out, Style style, ZoneId zone) {
        this.out = out;
        this.style = style;
        this.zone = zone;
    }

    public void list(JsonNode tenants) {
        out.println(style.dim(row(LINE, "tenant", "plan", "version", "flow", "live", "waiting")));
        for (JsonNode tenant : tenants.path("tenants")) {
            out.println(row(
                    LINE,
                    tenant.path("tenant").asString(""),
                    tenant.path("plan").asString(""),
                    tenant.path("version").asString(""),
                    tenant.path("deleted").asBoolean(false)
                            ? "deleted"
                            : tenant.path("flow").asString(""),
                    tenant.path("live").asString(""),
                    tenant.path("pending").asString("")));
        }
        String next = tenants.path("next").asString("");
        if (!next.isEmpty()) {
            out.println("more with --after " + next);
        }
        out.flush();
    }

    public void show(JsonNode tenant) {
        out.println(style.bold(tenant.path("tenant").asString("")) + ", plan "
                + tenant.path("plan").asString("") + ", version "
                + tenant.path("version").asString("") + ", " + Changes.flow(tenant, zone) + drained(tenant));
        out.println("  runs " + tenant.path("live").asInt() + " of "
                + limit(tenant, "maxConcurrent", "as many as its lanes may", Long::toString) + "; "
                + tenant.path("pending").asInt() + " of "
                + limit(tenant, "maxBacklog", "the engine's bound", Long::toString) + " waiting");
        JsonNode month = tenant.path("month");
        out.println("  this month " + dollars(month.path("spentMicros").asLong()) + " spent, "
                + dollars(month.path("unknownMicros").asLong()) + " unknown, "
                + dollars(month.path("reservedMicros").asLong()) + " reserved of "
                + limit(tenant, "monthlyBudgetMicros", "no budget", TenantText::dollars));
        out.println("  weight " + tenant.path("weight").asString("") + ", "
                + limit(
                        tenant,
                        "tokensPerMinute",
                        "as many tokens a minute as its plan has",
                        n -> n + " tokens a minute"));
        out.println();
        out.println(style.dim(row(LANE, "lane", "flow", "live/cap", "queued", "a month", "")));
        for (Map.Entry<String, JsonNode> lane : tenant.path("roles").properties()) {
            lane(lane.getKey(), lane.getValue());
        }
        Changes.print(tenant.path("changes"), out, zone);
        out.flush();
    }

    private void lane(String role, JsonNode lane) {
        String flow = Changes.flow(lane, zone);
        String plain = lane.path("flow").asString("");
        out.println(row(
                LANE,
                role,
                lane.path("enabled").asBoolean(true) ? plain : "disabled",
                lane.path("live").asInt() + "/" + lane.path("maxConcurrent").asInt(),
                lane.path("queued").asString(""),
                lane.path("monthlyTaskLimit").asInt() == 0
                        ? "-"
                        : lane.path("monthlyTaskLimit").asString(""),
                (flow.equals(plain) ? "" : flow)
                        + drained(lane)
                        + granted(lane)
                        + lane.path("modelOverride").asString("")
                        + (lane.has("adapterOverride")
                                ? " by " + lane.path("adapterOverride").asString("")
                                : "")));
    }

    private static String granted(JsonNode lane) {
        return lane.has("grantedMaxConcurrent")
                ? " up to " + lane.path("grantedMaxConcurrent").asInt() + " granted "
                : "";
    }

    private static String drained(JsonNode of) {
        JsonNode drained = of.path("drained");
        return drained.isBoolean() ? drained.asBoolean() ? ", drained" : ", not yet drained" : "";
    }

    private interface Form {
        String of(long value);
    }

    /** A limit, with what was granted where the tenant has set less. */
    private static String limit(JsonNode tenant, String name, String none, Form form) {
        long value = tenant.path(name).asLong();
        JsonNode granted = tenant.path("granted" + Character.toUpperCase(name.charAt(0)) + name.substring(1));
        String grantedText = granted.isNumber()
                ? " (granted " + (granted.asLong() == 0 ? none : form.of(granted.asLong())) + ")"
                : "";
        return (value == 0 ? none : form.of(value)) + grantedText;
    }

    private static String dollars(long micros) {
        return String.format(Locale.ROOT, "$%.2f", micros / MICROS);
    }

    private static String row(String form, String... cells) {
        return String.format(Locale.ROOT, form, (Object[]) cells).stripTrailing();
    }
}
