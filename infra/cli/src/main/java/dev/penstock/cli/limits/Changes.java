package dev.penstock.cli.limits;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Who changed something, when and why. */
final class Changes {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private Changes() {}

    /** The last changes, newest first. */
    static void print(JsonNode changes, PrintWriter out, ZoneId zone) {
        if (!changes.isEmpty()) {
            out.println();
            out.println("changes");
        }
        for (JsonNode change : changes) {
            List<String> fields = new ArrayList<>();
            for (JsonNode field : change.path("fields")) {
                fields.add(field.path("field").asString("") + " "
                        + field.path("from").asString("") + " -> "
                        + field.path("to").asString(""));
            }
            out.println("  v" + change.path("version").asString("") + "  " + time(change.path("at"), zone) + "  "
                    + change.path("by").asString("") + "  " + String.join(", ", fields) + reason(change));
        }
    }

    /** Such as {@code paused by tenant key k since ... (why)}; the flow alone where nobody told. */
    static String flow(JsonNode of, ZoneId zone) {
        String flow = of.path("flow").asString("");
        JsonNode closer = of.path("closedBy");
        return closer.isMissingNode() || closer.isNull()
                ? flow
                : flow + " by " + closer.path("by").asString("") + " since " + time(closer.path("at"), zone)
                        + reason(closer);
    }

    private static String reason(JsonNode of) {
        String reason = of.path("reason").asString("");
        return reason.isEmpty() ? "" : " (" + reason + ")";
    }

    private static String time(JsonNode at, ZoneId zone) {
        String text = at.asString("");
        return text.isEmpty() ? "" : TIME.format(Instant.parse(text).atZone(zone));
    }
}
