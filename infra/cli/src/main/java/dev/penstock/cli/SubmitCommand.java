package dev.penstock.cli;

import dev.penstock.cli.http.Answer;
import dev.penstock.cli.http.ApiClient;
import dev.penstock.schemas.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
import tools.jackson.databind.json.JsonMapper;

/** {@code penstock submit}. */
@Command(
        name = "submit",
        description = "Hand a task in by REST; prints its id.",
        footer =
                "Exits 0 when the task was taken (with --watch: when it succeeded), 1 when it was refused or did not succeed.")
final class SubmitCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "TEXT",
            description = "What the agent is asked to do; '-' or nothing reads it from standard input.")
    @Nullable
    String text;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Read it from FILE instead.")
    @Nullable
    Path file;

    @Option(
            names = {"-r", "--role"},
            paramLabel = "ROLE",
            defaultValue = "copywriter",
            description = "Kind of agent (${DEFAULT-VALUE}).")
    String role = "";

    @Option(
            names = {"-t", "--tier"},
            paramLabel = "TIER",
            defaultValue = "normal",
            description = "urgent, normal or batch (${DEFAULT-VALUE}).")
    String tier = "";

    @Option(
            names = {"-k", "--key"},
            paramLabel = "KEY",
            description = "Idempotency key: the same key and text again is the same task.")
    @Nullable
    String key;

    @Option(names = "--campaign", paramLabel = "NAME", description = "Campaign that it belongs to.")
    @Nullable
    String campaign;

    @Option(
            names = {"-w", "--watch"},
            description = "Follow the task to its end and print its output.")
    boolean watch;

    @Mixin
    ApiOptions apiOptions = new ApiOptions();

    @Mixin
    TerminalOptions terminalOptions = new TerminalOptions();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (Topics.tierNamed(tier).isEmpty()) {
            throw CliException.usage("The tier is '" + tier + "' but should be urgent, normal or batch.");
        }
        String body = body(input());
        ApiOptions.Access access = apiOptions.resolve();
        try (ApiClient api = new ApiClient(access.url())) {
            if (watch) {
                return new TaskWatch(
                                api,
                                access.apiKey(),
                                spec.commandLine().getOut(),
                                terminalOptions.detect().style())
                        .run(() -> submit(api, access, body));
            }
            PrintWriter out = spec.commandLine().getOut();
            out.println(submit(api, access, body));
            out.flush();
            return ExitCodes.OK;
        }
    }

    private String submit(ApiClient api, ApiOptions.Access access, String body) throws InterruptedException {
        Answer answer;
        try {
            answer = api.post("/v1/tasks", access.apiKey(), body, key);
        } catch (IOException e) {
            throw CliException.environment("The API at " + access.url() + " cannot be reached: " + Problems.reason(e)
                    + ". See './penstock status'.");
        }
        if (answer.accepted()) {
            return JsonMapper.shared().readTree(answer.body()).path("id").asString("");
        }
        String problem = Problems.detail(answer);
        throw answer.status() >= 500 ? CliException.environment(problem) : CliException.failed(problem);
    }

    private String input() throws IOException {
        if (file != null) {
            if (!Files.isReadable(file)) {
                throw CliException.usage("The file " + file + " cannot be read.");
            }
            return Files.readString(file);
        }
        return text == null || text.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : text;
    }

    private String body(String input) {
        Map<String, String> json = new LinkedHashMap<>();
        json.put("role", role);
        json.put("tier", tier);
        json.put("input", input);
        if (campaign != null) {
            json.put("campaign", campaign);
        }
        return JsonMapper.shared().writeValueAsString(json);
    }
}
