package dev.penstock.cli;

import dev.penstock.cli.board.BoardView;
import dev.penstock.cli.board.Style;
import dev.penstock.cli.http.SseFrame;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A frame of the event stream as a line for people: time, task, role, tier, what happened, and what matters about it. */
final class EventLine {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
    private static final int SHORT_ID = 8;

    private final Style style;
    private final ZoneId zone;

    EventLine(Style style, ZoneId zone) {
        this.style = style;
        this.zone = zone;
    }

    /** @throws JacksonException when the data is no JSON */
    String of(SseFrame frame) {
        JsonNode data = JsonMapper.shared().readTree(frame.data());
        String id = data.path("taskId").asString("");
        return "%-12s  %-8s  %-20s  %-6s  %s  %s"
                .formatted(
                        time(data.path("at").asString("")),
                        id.length() <= SHORT_ID ? id : id.substring(0, SHORT_ID),
                        data.path("role").asString(""),
                        data.path("tier").asString(""),
                        coloured(frame.event()),
                        style.dim(String.join(", ", details(data))))
                .stripTrailing();
    }

    static String taskId(SseFrame frame) {
        return JsonMapper.shared().readTree(frame.data()).path("taskId").asString("");
    }

    private String time(String at) {
        try {
            return at.isEmpty() ? "" : TIME.format(Instant.parse(at).atZone(zone));
        } catch (DateTimeParseException e) {
            return at;
        }
    }

    private String coloured(String event) {
        String padded = "%-15s".formatted(event);
        return switch (event) {
            case "succeeded" -> style.good(padded);
            case "dead", "rejected", "expired", "cancelled", "campaign-cancelled" -> style.bad(padded);
            case "retry-scheduled", "deferred", "result-rejected", "conflict", "routed" -> style.warn(padded);
            default -> padded;
        };
    }

    private static List<String> details(JsonNode data) {
        List<String> details = new ArrayList<>();
        if (data.has("total")) {
            details.add(progress(data));
        } else if (!data.has("taskId") && data.has("campaign")) {
            details.add(data.path("campaign").asString(""));
        }
        if (!data.path("name").asString("").isEmpty()) {
            details.add(data.path("name").asString() + after(data.path("after").size()));
        }
        if (data.path("attempt").asInt(0) > 0) {
            details.add("attempt " + data.path("attempt").asInt());
        }
        if (data.path("cap").asInt(0) > 0) {
            details.add(data.path("live").asInt() + " of " + data.path("cap").asInt() + " live");
        }
        if (!data.path("from").asString("").isEmpty()) {
            String to = data.path("to").asString("");
            details.add(data.path("from").asString() + (to.isEmpty() ? " waits" : " to " + to));
        }
        for (JsonNode field : data.path("fields")) {
            details.add(field.path("field").asString("") + " "
                    + field.path("from").asString("") + " -> "
                    + field.path("to").asString(""));
        }
        if (!data.path("by").asString("").isEmpty()) {
            details.add("by " + data.path("by").asString());
        }
        for (String name : List.of("reason", "cause", "message")) {
            if (!data.path(name).asString("").isEmpty()) {
                details.add(data.path(name).asString());
            }
        }
        JsonNode usage = data.path("usage");
        if (usage.isObject()) {
            details.add(usage.path("inputTokens").asLong()
                    + usage.path("outputTokens").asLong() + " tokens");
            details.add(BoardView.money(usage.path("costMicros").asLong()));
        }
        return details;
    }

    private static String after(int others) {
        return others == 0 ? "" : " after " + others + (others == 1 ? " other" : " others");
    }

    /** How a campaign stands, such as {@code spring: running, 2 of 6 done, 1 failed, $0.0143}. */
    private static String progress(JsonNode data) {
        int failed = data.path("failed").asInt(0);
        int cancelled = data.path("cancelled").asInt(0);
        return "%s: %s, %d of %d done%s%s, %s"
                .formatted(
                        data.path("campaign").asString(""),
                        data.path("state").asString(""),
                        data.path("succeeded").asInt(0),
                        data.path("total").asInt(),
                        failed == 0 ? "" : ", " + failed + " failed",
                        cancelled == 0 ? "" : ", " + cancelled + " cancelled",
                        BoardView.money(data.path("costMicros").asLong(0)));
    }
}
