package dev.penstock.cli.demo;

import dev.penstock.cli.board.LaneKey;
import dev.penstock.cli.board.TaskKey;
import dev.penstock.cli.http.Answer;
import dev.penstock.cli.http.ApiClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the provider simulator's journal: what the outside world saw. */
final class ProviderJournal {
    private static final int PAGE = 5_000;

    private ProviderJournal() {}

    /** All calls, in the order in which they began. */
    static List<ProviderCall> read(String simulatorUrl) throws IOException, InterruptedException {
        List<ProviderCall> calls = new ArrayList<>();
        try (ApiClient simulator = new ApiClient(simulatorUrl)) {
            long after = 0;
            while (true) {
                Answer answer = simulator.get("/_sim/journal?after=" + after + "&limit=" + PAGE, "journal");
                if (answer.status() != 200) {
                    throw new IOException(
                            "The provider simulator answered " + answer.status() + " when asked for its journal");
                }
                JsonNode page = JsonMapper.shared().readTree(answer.body());
                page.path("calls").forEach(call -> calls.add(call(call)));
                if (page.path("calls").isEmpty()) {
                    return calls;
                }
                after = page.path("next").asLong();
            }
        }
    }

    private static ProviderCall call(JsonNode node) {
        String tenant = node.path("tenant").asString("");
        return new ProviderCall(
                node.path("beginMillis").asLong(),
                node.path("endMillis").asLong(),
                new LaneKey(tenant, node.path("role").asString("")),
                new TaskKey(tenant, node.path("task").asString("")),
                node.path("attempt").asInt(),
                node.path("laneCalls").asInt(),
                node.path("provider").asString(""),
                node.path("outcome").asString(""));
    }
}
