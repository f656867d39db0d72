package dev.penstock.local;

import dev.penstock.embedded.Await;
import dev.penstock.runtime.SettingNames;
import dev.penstock.schemas.Roles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One stack for all tests of this JVM that neither start nor stop it themselves, since its start takes longer than most of what they do with it. Each test class has tenants
 * of its own in it, and a role whose limits are changed is not used by others meanwhile.
 */
final class SharedStack {
    static final String COPY = Roles.COPYWRITER;
    static final String SEO = Roles.SEO_SPECIALIST;

    /** Its chain has one model, so that a task ends with the failure of its provider instead of going on elsewhere. */
    static final String ONE_MODEL = Roles.SOCIAL_MEDIA_MANAGER;

    /** No worker serves it. */
    static final String UNSERVED = Roles.DATA_ANALYST;

    /** A role's cap of as many lets the tenants of each slot run one task. */
    static final int SLOTS = 12;

    /** For each test class the like of the default tenants, such as {@code why-pro-bakery}. */
    static final List<LocalTenant> TENANTS = Stream.of("campaign", "limits", "output", "stack", "why")
            .flatMap(test ->
                    LocalTenant.DEFAULT.stream().map(each -> new LocalTenant(test + "-" + each.name(), each.plan())))
            .toList();

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String ROLES_FILE = """
            roles:
              social-media-manager:
                chain: [anthropic/claude-sonnet-5-5]
                max-tokens: 8000
                timeout-seconds: 300
                estimate: {input-tokens: 100, output-tokens: 100}
                system: You post.
            """;

    private SharedStack() {}

    private static final class Holder {
        static final LocalStack STACK = start();
    }

    /** Started when it is first asked for; ends with this JVM. */
    static LocalStack get() {
        return Holder.STACK;
    }

    private static LocalStack start() {
        Path folder;
        Path roles;
        try {
            folder = Files.createTempDirectory("penstock-shared-");
            roles = Files.writeString(folder.resolve("roles.yaml"), ROLES_FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LocalStack stack = LocalStack.start(
                LocalOptions.in(folder.resolve("stack"))
                        .withPorts(Ports.FREE)
                        .withSimulatorScale(0)
                        .withTenants(TENANTS)
                        .withSetting(SettingNames.ROLES, String.join(",", Roles.ACTIVITY_PLANNER, COPY, SEO, ONE_MODEL))
                        .withSetting(SettingNames.WORKER_DISCOVER, "false")
                        .withSetting(SettingNames.WORKER_ROLES, roles.toString())
                        .withSetting(SettingNames.LOCAL_WORKERS, "2"),
                StackListener.SILENT);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack, folder), "shared-stack-shutdown"));
        awaitEngine(stack);
        return stack;
    }

    /** Returns when the stack's engine has all its slots, and in them the tenants. */
    static void awaitEngine(LocalStack stack) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            Await.until(
                    "the engine",
                    LIMIT,
                    () -> answer(http, stack, "/v1/roles/" + COPY).body().contains("\"slotsInForce\":" + SLOTS)
                            && stack.tenants().stream().allMatch(tenant -> knows(http, stack, tenant.name())));
        }
    }

    private static boolean knows(HttpClient http, LocalStack stack, String tenant) {
        try {
            return answer(http, stack, "/v1/tenants/" + tenant).statusCode() == 200;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> answer(HttpClient http, LocalStack stack, String path)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(stack.apiUrl() + path))
                .header("Authorization", "Bearer " + stack.info().operatorKey())
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static void stop(LocalStack stack, Path folder) {
        stack.close();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
