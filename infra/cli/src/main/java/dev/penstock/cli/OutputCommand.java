package dev.penstock.cli;

import dev.penstock.cli.http.ApiClient;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code penstock output}. */
@Command(
        name = "output",
        description = "What a task has made, or is making.",
        footer = "Exits 1 when the task has no output, or with --follow did not succeed.")
final class OutputCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ID", description = "The task.")
    String id = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Print it while it is made, up to the task's end.")
    boolean follow;

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
        String task = URLEncoder.encode(id, StandardCharsets.UTF_8);
        try (ApiClient api = new ApiClient(access.url())) {
            if (follow) {
                String state = new OutputText(out, terminalOptions.detect().style()).follow(api, access.apiKey(), task);
                if (!state.equals("SUCCEEDED")) {
                    throw CliException.failed("The task is " + state + ". See './penstock why " + id + "'.");
                }
                return ExitCodes.OK;
            }
            out.println(access.read(api, "/v1/tasks/" + task + "/output")
                    .path("output")
                    .asString(""));
            out.flush();
        }
        return ExitCodes.OK;
    }
}
