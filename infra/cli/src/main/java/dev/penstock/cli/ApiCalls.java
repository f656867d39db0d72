package dev.penstock.cli;

import dev.penstock.cli.http.Answer;
import dev.penstock.cli.http.ApiClient;
import java.io.IOException;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls of the API whose answer is wanted, or else a reason for people. */
final class ApiCalls implements AutoCloseable {
    private final ApiOptions.Access access;
    private final ApiClient api;

    ApiCalls(ApiOptions.Access access) {
        this.access = access;
        this.api = new ApiClient(access.url());
    }

    JsonNode get(String path) throws InterruptedException {
        return wanted(() -> api.get(path, access.apiKey()));
    }

    JsonNode post(String path, String json) throws InterruptedException {
        return wanted(() -> api.post(path, access.apiKey(), json, null));
    }

    JsonNode patch(String path, String json, Map<String, String> headers) throws InterruptedException {
        return wanted(() -> api.patch(path, access.apiKey(), json, headers));
    }

    private interface Call {
        Answer answer() throws IOException, InterruptedException;
    }

    private JsonNode wanted(Call call) throws InterruptedException {
        Answer answer;
        try {
            answer = call.answer();
        } catch (IOException e) {
            throw CliException.environment("The API at " + access.url() + " cannot be reached: " + Problems.reason(e)
                    + ". See './penstock status'.");
        }
        if (answer.status() >= 300) {
            String problem = Problems.detail(answer);
            throw answer.status() >= 500 ? CliException.environment(problem) : CliException.failed(problem);
        }
        return JsonMapper.shared().readTree(answer.body());
    }

    @Override
    public void close() {
        api.close();
    }
}
