package dev.penstock.cli.limits;

import dev.penstock.cli.board.Style;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Roles as tables. */
public final class RoleText {
    private static final String LINE = "%-22s %8s  %-9s %10s %12s";

    private final PrintWriter out;
    private final Style style;
    private final ZoneId zone;

    public RoleText(PrintWriter out, Style style, ZoneId zone) {
        this.out = out;
        this.style = style;
        this.zone = zone;
    }

    public void list(JsonNode roles) {
        out.println(style.dim(row("role", "version", "flow", "live/cap", "lanes ready")));
        for (JsonNode role : roles.path("roles")) {
            out.println(row(
                    role.path("role").asString(""),
                    role.path("version").asString(""),
                    role.path("enabled").asBoolean(true) ? role.path("flow").asString("") : "disabled",
                    role.path("live").asInt() + "/" + cap(role),
                    role.path("readyLanes").asString("")));
        }
        out.flush();
    }

    public void show(JsonNode role) {
        out.println(style.bold(role.path("role").asString("")) + ", version "
                + role.path("version").asString("") + ", "
                + (role.path("enabled").asBoolean(true) ? "" : "disabled, ") + Changes.flow(role, zone));
        out.println("  runs " + role.path("live").asInt() + " of " + cap(role) + " over all tenants; "
                + role.path("readyLanes").asInt() + " lanes have something to run now");
        int slots = role.path("slots").asInt();
        int inForce = role.path("slotsInForce").asInt();
        if (inForce < slots) {
            out.println(style.warn("  in force in " + inForce + " of " + slots + " slots"));
        }
        Changes.print(role.path("changes"), out, zone);
        out.flush();
    }

    private static String cap(JsonNode role) {
        int cap = role.path("maxConcurrent").asInt();
        return cap == 0 ? "any" : Integer.toString(cap);
    }

    private static String row(String... cells) {
        return String.format(Locale.ROOT, LINE, (Object[]) cells).stripTrailing();
    }
}
