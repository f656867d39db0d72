package dev.penstock.cli;

import dev.penstock.cli.http.ApiClient;
import dev.penstock.cli.why.WhyText;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code penstock why}. */
@Command(
        name = "why",
        description =
                "Why a task is not running yet: which limit, how full it is, how many go first, and when it is likely to start.",
        footer = "Exits 1 when the tenant has no such task.")
final class WhyCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ID", description = "The task.")
    String id = "";

    @Mixin
    ApiOptions apiOptions = new ApiOptions();

    @Mixin
    TerminalOptions terminalOptions = new TerminalOptions();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        ApiOptions.Access access = apiOptions.resolve();
        try (ApiClient api = new ApiClient(access.url())) {
            String path = "/v1/tasks/" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "/why";
            new WhyText(out, terminalOptions.detect().style(), ZoneId.systemDefault())
                    .print(access.read(api, path), Clock.systemUTC().instant());
        }
        return ExitCodes.OK;
    }
}
