package dev.penstock.cli;

import dev.penstock.cli.board.BoardView;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code penstock dead}. */
@Command(
        name = "dead",
        description =
                "Dead tasks by cause and role: how many, what they have cost, and what trying each once more would cost.",
        footer = "Tasks that died more than a week ago are not told of: they can no longer be replayed.")
final class DeadCommand implements Callable<Integer> {
    private static final String ROW = "%-24s %-20s %7s %11s %11s  %-11s  %-11s%n";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm").withZone(ZoneId.systemDefault());

    @Mixin
    DeadLetterOptions which = new DeadLetterOptions();

    @Mixin
    ApiOptions apiOptions = new ApiOptions();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        String query = which.query(InstantSource.system());
        PrintWriter out = spec.commandLine().getOut();
        try (ApiCalls api = new ApiCalls(apiOptions.resolve())) {
            show(api.get("/v1/dead-letters" + query), out);
        }
        return ExitCodes.OK;
    }

    private static void show(JsonNode dead, PrintWriter out) {
        if (dead.path("count").asLong() == 0) {
            out.println("No task is dead.");
        } else {
            out.printf(ROW, "cause", "role", "tasks", "price", "spent", "oldest", "newest");
            for (JsonNode group : dead.path("groups")) {
                out.printf(
                        ROW,
                        group.path("cause").asString(""),
                        group.path("role").asString(""),
                        group.path("count").asLong(),
                        BoardView.money(group.path("priceMicros").asLong()),
                        BoardView.money(group.path("costMicros").asLong()),
                        time(group.path("oldest")),
                        time(group.path("newest")));
            }
            out.printf(
                    "%d dead; trying each once more is expected to cost %s. See './penstock replay --help'.%n",
                    dead.path("count").asLong(),
                    BoardView.money(dead.path("priceMicros").asLong()));
        }
        out.flush();
    }

    private static String time(JsonNode at) {
        return TIME.format(Instant.parse(at.asString("")));
    }
}
