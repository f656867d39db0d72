package dev.penstock.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Whom to ask about limits, and how to show the answer. */
final class ReadOptions {
    @Option(names = "--json", description = "The API's answer as it is, for programs.")
    boolean json;

    @Mixin
    ApiOptions apiOptions = new ApiOptions();

    @Mixin
    TerminalOptions terminalOptions = new TerminalOptions();

    JsonNode get(String path) throws InterruptedException {
        try (ApiCalls api = new ApiCalls(apiOptions.resolveOperator())) {
            return api.get(path);
        }
    }

    void print(JsonNode answer, PrintWriter out) {
        out.println(answer);
        out.flush();
    }
}
