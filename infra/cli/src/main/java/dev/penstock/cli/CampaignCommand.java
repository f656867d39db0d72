package dev.penstock.cli;

import dev.penstock.cli.http.Answer;
import dev.penstock.cli.http.ApiClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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

/** {@code penstock campaign}. */
@Command(
        name = "campaign",
        description = "Have a goal planned and worked on; prints the campaign's name.",
        footer = {
            "Acts as agency-north unless told otherwise: smaller plans have no planner.",
            "Exits 0 when the goal was taken (with --watch: when every task succeeded), 1 when it was refused or something failed."
        })
final class CampaignCommand implements Callable<Integer> {
    /** A local tenant that has the planner's role. */
    private static final String USUAL_TENANT = "agency-north";

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "GOAL",
            description = "What is to be reached; '-' or nothing reads it from standard input.")
    @Nullable
    String goal;

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "The campaign's name (default: the id of its planner's task).")
    @Nullable
    String name;

    @Option(
            names = {"-k", "--key"},
            paramLabel = "KEY",
            description = "Idempotency key: the same key and goal again is the same campaign.")
    @Nullable
    String key;

    @Option(
            names = {"-w", "--watch"},
            description = "Show the campaign's tasks until all have ended.")
    boolean watch;

    @Mixin
    ApiOptions apiOptions = new ApiOptions();

    @Mixin
    TerminalOptions terminalOptions = new TerminalOptions();

    @Spec
    CommandSpec spec;

    /** A campaign that was taken, and its planner's task. */
    record Started(String campaign, String taskId) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, String> json = new LinkedHashMap<>();
        json.put(
                "goal",
                goal == null || goal.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : goal);
        if (name != null) {
            json.put("campaign", name);
        }
        String body = JsonMapper.shared().writeValueAsString(json);
        ApiOptions.Access access = apiOptions.resolve(USUAL_TENANT);
        PrintWriter out = spec.commandLine().getOut();
        try (ApiClient api = new ApiClient(access.url())) {
            if (watch) {
                return new CampaignWatch(api, access.apiKey(), out, terminalOptions.detect())
                        .run(() -> start(api, access, body));
            }
            out.println(start(api, access, body).campaign());
            out.flush();
            return ExitCodes.OK;
        }
    }

    private Started start(ApiClient api, ApiOptions.Access access, String body) throws InterruptedException {
        Answer answer;
        try {
            answer = api.post("/v1/campaigns", access.apiKey(), body, key);
        } catch (IOException e) {
            throw CliException.environment("The API at " + access.url() + " cannot be reached: " + Problems.reason(e)
                    + ". See './penstock status'.");
        }
        if (answer.accepted()) {
            JsonNode taken = JsonMapper.shared().readTree(answer.body());
            return new Started(
                    taken.path("campaign").asString(""), taken.path("taskId").asString(""));
        }
        String problem = Problems.detail(answer);
        throw answer.status() >= 500 ? CliException.environment(problem) : CliException.failed(problem);
    }
}
