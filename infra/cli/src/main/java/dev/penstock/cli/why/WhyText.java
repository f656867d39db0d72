package dev.penstock.cli.why;

import dev.penstock.cli.board.Style;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The answer of {@code /v1/tasks/ID/why} as lines: what counts most first. */
public final class WhyText {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final PrintWriter out;
    private final Style style;
    private final ZoneId zone;

    public WhyText(PrintWriter out, Style style, ZoneId zone) {
        this.out = out;
        this.style = style;
        this.zone = zone;
    }

    /** @param now that times are told from */
    public void print(JsonNode why, Instant now) {
        out.println(style.bold(why.path("text").asString("")));
        String since = why.path("since").asString("");
        out.println("  " + why.path("state").asString("")
                + (since.isEmpty() ? "" : " for " + ago(Instant.parse(since), now)) + ", "
                + why.path("tier").asString("") + ", role " + why.path("role").asString("") + attempts(why));
        boolean first = true;
        for (JsonNode hold : why.path("holds")) {
            if (!first) {
                out.println("  also " + hold.path("limit").asString("") + ": "
                        + hold.path("text").asString(""));
            }
            first = false;
        }
        String cause = why.path("cause").asString("");
        if (!cause.isEmpty()) {
            out.println("  cause " + cause);
        }
        prediction(why.path("prediction"), now);
        out.flush();
    }

    private void prediction(JsonNode prediction, Instant now) {
        if (prediction.isMissingNode() || prediction.isNull()) {
            return;
        }
        Instant at = Instant.parse(prediction.path("startsAt").asString(""));
        String when = at.isAfter(now.plusSeconds(1))
                ? "in " + Times.text(Duration.between(now, at)) + " (at " + CLOCK.format(at.atZone(zone)) + ")"
                : "at any moment";
        out.println("  likely to start " + when + ", told "
                + basis(prediction.path("basis").asString("")));
    }

    private static String basis(String basis) {
        return switch (basis) {
            case "lane_pace" -> "by how fast its lane was granted tasks lately";
            case "role_pace" -> "by how fast the role's lanes were granted tasks lately";
            case "run_time" -> "by how long attempts of the role take";
            case "time" -> "by the time alone that it waits for";
            default -> "by " + basis;
        };
    }

    private static String attempts(JsonNode why) {
        int attempt = why.path("attempt").asInt(0);
        int most = why.path("maxAttempts").asInt(0);
        return attempt == 0 || most == 0 ? "" : ", attempt " + attempt + " of " + most;
    }

    private static String ago(Instant since, Instant now) {
        return Times.text(Duration.between(since, now));
    }
}
