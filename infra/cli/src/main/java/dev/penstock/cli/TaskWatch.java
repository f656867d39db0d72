package dev.penstock.cli;

import dev.penstock.cli.board.Style;
import dev.penstock.cli.http.Answer;
import dev.penstock.cli.http.ApiClient;
import dev.penstock.cli.http.SseFrame;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Submits a task with the event stream already open, so that none of its events is missed, and follows it to its end. */
final class TaskWatch {
    private static final Set<String> ENDS = Set.of("succeeded", "dead", "cancelled", "expired", "rejected");

    private final ApiClient api;
    private final String apiKey;
    private final PrintWriter out;
    private final EventLine lines;
    private final OutputText text;

    TaskWatch(ApiClient api, String apiKey, PrintWriter out, Style style) {
        this.api = api;
        this.apiKey = apiKey;
        this.out = out;
        this.lines = new EventLine(style, ZoneId.systemDefault());
        this.text = new OutputText(out, style);
    }

    /** Hands the task in and returns its id. */
    interface Submitter {
        String submit() throws InterruptedException;
    }

    /** The exit code: whether the task succeeded. */
    int run(Submitter submitter) throws InterruptedException, IOException {
        try (Listening events = Listening.open(api, apiKey)) {
            String id = submitter.submit();
            out.println("task " + id);
            out.flush();
            while (true) {
                SseFrame frame = events.next();
                if (EventLine.taskId(frame).equals(id)) {
                    out.println(lines.of(frame));
                    out.flush();
                    if (frame.event().equals("started") && !text.isWhole()) {
                        // What happens meanwhile waits, and is told after it.
                        text.follow(api, apiKey, id);
                    }
                    @Nullable Integer code = ended(id, frame);
                    if (code != null) {
                        return code;
                    }
                }
            }
        }
    }

    private @Nullable Integer ended(String id, SseFrame frame) throws InterruptedException, IOException {
        if (ENDS.contains(frame.event())) {
            return show(frame.event(), JsonMapper.shared().readTree(frame.data()));
        }
        if (frame.event().equals("duplicate")) {
            // A repeat of a task that may have ended long ago: then no further event comes.
            Answer answer = api.get("/v1/tasks/" + id, apiKey);
            JsonNode task = JsonMapper.shared().readTree(answer.body());
            String state = task.path("state").asString("").toLowerCase(java.util.Locale.ROOT);
            return ENDS.contains(state) ? show(state, task) : null;
        }
        return null;
    }

    private Integer show(String end, JsonNode task) {
        String output = task.path("output").asString("");
        if (!output.isEmpty() && !text.isWhole()) {
            out.println();
            out.println(output);
        }
        out.flush();
        return end.equals("succeeded") ? ExitCodes.OK : ExitCodes.FAILED;
    }
}
