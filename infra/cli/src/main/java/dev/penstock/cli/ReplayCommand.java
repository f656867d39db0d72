package dev.penstock.cli;

import dev.penstock.cli.board.BoardView;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code penstock replay}. */
@Command(
        name = "replay",
        description = {
            "Try dead tasks again: one by its id, or those of a cause, role or campaign. They keep their ids and history and are queued behind all others.",
            "By filter it only tells what it would do, and the price; --yes does it and follows the tasks to their ends."
        },
        footer = "Exits 0 when all went well, 1 when a task was refused, did not answer or died again.")
final class ReplayCommand implements Callable<Integer> {
    private static final Duration POLL = Duration.ofMillis(500);

    /** Without any news for so long it stops following. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "The one task to replay.")
    @Nullable
    String id;

    @Mixin
    DeadLetterOptions which = new DeadLetterOptions();

    @Option(names = "--all", description = "All dead tasks, whatever they died of.")
    boolean all;

    @Option(
            names = "--max",
            paramLabel = "N",
            defaultValue = "1000",
            description = "At most so many, those that died first (${DEFAULT-VALUE}).")
    int max;

    @Option(
            names = "--per-second",
            paramLabel = "N",
            defaultValue = "20",
            description = "So many a second (${DEFAULT-VALUE}).")
    int perSecond;

    @Option(names = "--reason", paramLabel = "TEXT", description = "For the tasks' history.")
    @Nullable
    String reason;

    @Option(
            names = {"-y", "--yes"},
            description = "Do it.")
    boolean yes;

    @Mixin
    ApiOptions apiOptions = new ApiOptions();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Map<String, String> filter = which.given(InstantSource.system());
        if (id == null && filter.isEmpty() && !all) {
            throw CliException.usage(
                    "Say what to replay: a task's id, --cause, --role, --campaign or --since, or --all. './penstock dead' shows what there is.");
        }
        if (id != null && (!filter.isEmpty() || all)) {
            throw CliException.usage("Give either a task's id or a filter.");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (ApiCalls api = new ApiCalls(apiOptions.resolve())) {
            if (id != null) {
                api.post("/v1/tasks/" + id + "/replay", "");
                out.println("Asked to replay " + id + "; its next event tells: replayed, or result-rejected with why.");
                out.flush();
                return ExitCodes.OK;
            }
            JsonNode answer = api.post("/v1/dead-letters/replay", body(filter));
            return yes ? follow(api, answer, out) : preview(answer, out);
        }
    }

    private String body(Map<String, String> filter) {
        Map<String, Object> body = new LinkedHashMap<>(filter);
        if (reason != null) {
            body.put("reason", reason);
        }
        body.put("maxTasks", max);
        body.put("perSecond", perSecond);
        body.put("dryRun", !yes);
        return JsonMapper.shared().writeValueAsString(body);
    }

    private static int preview(JsonNode preview, PrintWriter out) {
        int count = preview.path("count").asInt();
        out.printf(
                "Would replay %d of %d dead tasks, %d a second; trying each once more is expected to cost %s.%n",
                count,
                preview.path("matching").asLong(),
                preview.path("perSecond").asInt(),
                BoardView.money(preview.path("priceMicros").asLong()));
        preview.path("first").forEach(task -> out.println("  " + task.asString("")));
        if (preview.path("first").size() < count) {
            out.println("  ...");
        }
        out.println(count == 0 ? "Nothing to do." : "Nothing was changed; --yes does it.");
        out.flush();
        return ExitCodes.OK;
    }

    private static int follow(ApiCalls api, JsonNode begun, PrintWriter out) throws InterruptedException {
        JsonNode progress = begun;
        String shown = "";
        long news = System.nanoTime();
        while (true) {
            String line = line(progress);
            if (!line.equals(shown)) {
                out.println(line);
                out.flush();
                shown = line;
                news = System.nanoTime();
            }
            if (isOver(progress) || System.nanoTime() - news > PATIENCE.toNanos()) {
                return end(progress, out);
            }
            Thread.sleep(POLL);
            progress = api.get("/v1/dead-letters/replays/" + begun.path("id").asString(""));
        }
    }

    private static String line(JsonNode p) {
        return "sent %d of %d; %d replayed, %d refused, %d without answer; %d succeeded, %d dead again"
                .formatted(
                        p.path("sent").asInt(),
                        p.path("asked").asInt(),
                        p.path("replayed").asInt(),
                        p.path("refused").asInt(),
                        p.path("left").asInt(),
                        p.path("succeeded").asInt(),
                        p.path("deadAgain").asInt());
    }

    private static boolean isOver(JsonNode p) {
        int ended = p.path("succeeded").asInt() + p.path("deadAgain").asInt();
        String state = p.path("state").asString("");
        return state.equals("stopped")
                || state.equals("done") && ended == p.path("replayed").asInt();
    }

    private static int end(JsonNode p, PrintWriter out) {
        if (!p.path("message").asString("").isEmpty()) {
            out.println(
                    "It was stopped: " + p.path("message").asString("") + " The same again goes on with what is dead.");
        } else if (!isOver(p)) {
            out.println("No news for " + PATIENCE.toSeconds() + " s; './penstock watch' follows the rest.");
        }
        out.flush();
        boolean well = p.path("state").asString("").equals("done")
                && p.path("refused").asInt() + p.path("deadAgain").asInt() == 0;
        return well ? ExitCodes.OK : ExitCodes.FAILED;
    }
}
