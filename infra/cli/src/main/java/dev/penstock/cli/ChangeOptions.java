package dev.penstock.cli;

import dev.penstock.cli.limits.ChangeText;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How a change of limits is asked for and shown: by default as the local stack's operator. */
final class ChangeOptions {
    @Option(names = "--reason", paramLabel = "TEXT", description = "For those who read of it later.")
    @Nullable
    String reason;

    @Option(names = "--dry-run", description = "Only tell what would be changed.")
    boolean dryRun;

    @Option(
            names = "--if-version",
            paramLabel = "N",
            description = "Only when version N is in force; exits 1 when somebody has changed it since.")
    @Nullable
    Long version;

    @Mixin
    ReadOptions read = new ReadOptions();

    /** Sends a merge patch, and shows what came of it. */
    int send(String path, Map<String, Object> patch, PrintWriter out) throws InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>(patch);
        if (reason != null) {
            body.put("reason", reason);
        }
        Map<String, String> headers = version == null ? Map.of() : Map.of("If-Match", "\"" + version + "\"");
        try (ApiCalls api = new ApiCalls(read.apiOptions.resolveOperator())) {
            String json = JsonMapper.shared().writeValueAsString(body);
            return show(api.patch(path + (dryRun ? "?dryRun=true" : ""), json, headers), out);
        }
    }

    int show(JsonNode change, PrintWriter out) {
        if (read.json) {
            read.print(change, out);
        } else {
            new ChangeText(out, read.terminalOptions.detect().style()).print(change);
        }
        return ExitCodes.OK;
    }
}
