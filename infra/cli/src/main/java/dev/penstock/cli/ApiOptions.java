package dev.penstock.cli;

import dev.penstock.cli.http.Answer;
import dev.penstock.cli.http.ApiClient;
import dev.penstock.local.StackInfo;
import dev.penstock.local.TenantAccess;
import java.io.IOException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whose API to call, and as whom: by default the running local stack's. */
public final class ApiOptions {
    /** A tenant of plan Pro: it may use four roles, two tasks at once in each. */
    static final String USUAL_TENANT = "pro-bakery";

    @Option(names = "--url", paramLabel = "URL", description = "The API. Default: that of the running local stack.")
    @Nullable
    String url;

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            description = "Act as this tenant of the local stack (default: " + USUAL_TENANT + ").")
    @Nullable
    String tenant;

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            description = "API key. Default: PENSTOCK_API_KEY, else the local tenant's.")
    @Nullable
    String apiKey;

    @Mixin
    FolderOption folder = new FolderOption();

    /** An API and a key to it. */
    record Access(String url, String apiKey) {
        /** What the API answers at {@code path}; an error that says what is wrong when it is no success. */
        JsonNode read(ApiClient api, String path) throws InterruptedException {
            Answer answer;
            try {
                answer = api.get(path, apiKey);
            } catch (IOException e) {
                throw CliException.environment("The API at " + url + " cannot be reached: " + Problems.reason(e)
                        + ". See './penstock status'.");
            }
            if (answer.status() != 200) {
                String problem = Problems.detail(answer);
                throw answer.status() >= 500 ? CliException.environment(problem) : CliException.failed(problem);
            }
            return JsonMapper.shared().readTree(answer.body());
        }
    }

    Access resolve() {
        return resolve(USUAL_TENANT);
    }

    /** @param usual whom to act as in the local stack, unless the user says */
    Access resolve(String usual) {
        String key = apiKey != null ? apiKey : System.getenv("PENSTOCK_API_KEY");
        if (url != null) {
            if (key == null) {
                throw CliException.usage("With --url, give the key too: --api-key KEY, or PENSTOCK_API_KEY.");
            }
            return new Access(url, key);
        }
        StackInfo stack = folder.running();
        return new Access(stack.apiUrl(), key != null ? key : localKey(stack, usual));
    }

    /** As the local stack's operator, unless the user says who. */
    Access resolveOperator() {
        if (url != null || apiKey != null || tenant != null || System.getenv("PENSTOCK_API_KEY") != null) {
            return resolve();
        }
        StackInfo stack = folder.running();
        if (stack.operatorKey().isEmpty()) {
            throw CliException.environment(
                    "The running stack has no operator's key: it was started by an older version. Run './penstock down' and 'up'.");
        }
        return new Access(stack.apiUrl(), stack.operatorKey());
    }

    private String localKey(StackInfo stack, String usual) {
        String name = tenant == null ? usual : tenant;
        return stack.tenant(name)
                .map(TenantAccess::apiKey)
                .orElseThrow(() -> CliException.usage("The local stack has no tenant '%s', but %s."
                        .formatted(
                                name,
                                stack.tenants().stream().map(TenantAccess::name).collect(Collectors.joining(", ")))));
    }
}
