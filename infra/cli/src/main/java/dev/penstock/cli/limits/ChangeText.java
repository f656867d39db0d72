package dev.penstock.cli.limits;

import dev.penstock.cli.board.Style;
import java.io.PrintWriter;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What came of a change: each field before and after. */
public final class ChangeText {
    private final PrintWriter out;
    private final Style style;

    public ChangeText(PrintWriter out, Style style) {
        this.out = out;
        this.style = style;
    }

    public void print(JsonNode change) {
        JsonNode subject = change.has("tenant") ? change.path("tenant") : change.path("role");
        String name = subject.path(change.has("tenant") ? "tenant" : "role").asString("");
        String version = subject.path("version").asString("");
        out.println(
                switch (change.path("outcome").asString("")) {
                    case "applied" -> style.good(name + ": in force in version " + version);
                    case "unchanged" -> name + ": nothing to change in version " + version;
                    case "dry_run" -> name + ": would be version " + version + ", nothing was done";
                    default ->
                        style.warn(name + ": handed over, and not yet in force everywhere; ask 'show' for change "
                                + change.path("id").asString(""));
                });
        for (JsonNode field : change.path("fields")) {
            out.println(String.format(
                    Locale.ROOT,
                    "  %-36s %s -> %s",
                    field.path("field").asString(""),
                    field.path("from").asString(""),
                    field.path("to").asString("")));
        }
        out.flush();
    }
}
