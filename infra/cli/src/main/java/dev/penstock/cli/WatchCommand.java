package dev.penstock.cli;

import dev.penstock.cli.http.ApiClient;
import dev.penstock.cli.http.SseParser;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code penstock watch}. */
@Command(name = "watch", description = "Follow a tenant's events as they happen, one line each, until Ctrl-C.")
final class WatchCommand implements Callable<Integer> {
    @Option(names = "--task", paramLabel = "ID", description = "Only this task's events.")
    @Nullable
    String task;

    @Option(names = "--from-start", description = "Begin with the oldest event that is retained.")
    boolean fromStart;

    @Option(names = "--raw", description = "The stream's ids and JSON as they come.")
    boolean raw;

    @Mixin
    ApiOptions apiOptions = new ApiOptions();

    @Mixin
    TerminalOptions terminalOptions = new TerminalOptions();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        ApiOptions.Access access = apiOptions.resolve();
        EventLine lines = new EventLine(terminalOptions.detect().style(), ZoneId.systemDefault());
        try (ApiClient api = new ApiClient(access.url())) {
            new Follow(api, access.apiKey(), path(), new SseParser())
                    .run(
                            frame -> {
                                out.println(
                                        raw ? frame.id() + " " + frame.event() + " " + frame.data() : lines.of(frame));
                                out.flush();
                                return !out.checkError();
                            },
                            why -> err.println("penstock: " + why + "; connecting again"));
        }
        return ExitCodes.OK;
    }

    private String path() {
        List<String> query = new ArrayList<>();
        if (task != null) {
            query.add("task=" + URLEncoder.encode(task, StandardCharsets.UTF_8));
        }
        if (fromStart) {
            query.add("from=start");
        }
        return "/v1/events" + (query.isEmpty() ? "" : "?" + String.join("&", query));
    }
}
