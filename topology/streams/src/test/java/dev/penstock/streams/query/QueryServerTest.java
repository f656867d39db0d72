package dev.penstock.streams.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admission.Command;
import dev.penstock.admission.Digest;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.Tier;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.v1.Allocation;
import dev.penstock.schemas.v1.ConfigChange;
import dev.penstock.schemas.v1.RoleStanding;
import dev.penstock.schemas.v1.SlotRoles;
import dev.penstock.schemas.v1.SlotTenants;
import dev.penstock.schemas.v1.TenantLine;
import dev.penstock.schemas.v1.TenantStanding;
import dev.penstock.streams.admission.AnsweringSlot;
import dev.penstock.streams.admission.SlotQueries;
import dev.penstock.streams.admission.TenantConfigs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes, of which the second has the tenant's slot. */
class QueryServerTest {
    private static final String HOST = "127.0.0.1";
    private static final int SLOTS = 4;
    private static final String TENANT = "acme & sons";
    private static final String COPY = "copywriter";
    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);
    private static final String SUMMARY = "/internal/tenants/acme+%26+sons/summary";

    @TempDir
    private Path dir;

    private final HttpClient http = HttpClient.newHttpClient();
    private final SlotQueries here = new SlotQueries();
    private final SlotQueries there = new SlotQueries();
    private Optional<String> holder = Optional.empty();
    private QueryServer asked;
    private QueryServer other;

    @BeforeEach
    void start() throws IOException {
        asked = new QueryServer(HOST, 0, dir.resolve("a"), SLOTS, here, slot -> holder);
        other = new QueryServer(HOST, 0, dir.resolve("b"), SLOTS, there, slot -> Optional.of(asked.address()));
    }

    @AfterEach
    void stop() {
        asked.close();
        other.close();
        http.close();
    }

    @Test
    void shouldSayWhyATaskWaits() throws Exception {
        try (AnsweringSlot slot = slot(here)) {
            HttpResponse<String> answer = get(why(SECOND));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("\"state\":\"QUEUED\"", "\"limit\":\"lane_cap\"", "\"live\":1,\"cap\":1")
                    .contains("The lane copywriter runs 1 of 1 tasks at once: raise maxConcurrent")
                    .contains("\"since\":\"1970-01-01T00:00:00Z\"", "\"configVersion\":1");
        }
    }

    @Test
    void shouldSumUpATenant() throws Exception {
        try (AnsweringSlot slot = slot(here)) {
            assertThat(get(SUMMARY).body())
                    .contains("\"tenant\":\"acme & sons\"", "\"pending\":1", "\"live\":1")
                    .contains("\"queued\":{\"urgent\":0,\"normal\":1,\"batch\":0}", "\"budgetMicros\":0");
        }
    }

    @Test
    void shouldSayWhoPausedAndWhy() throws Exception {
        ConfigChange pause = ConfigChange.newBuilder()
                .setBy("tenant key k1")
                .setAtMillis(60_000)
                .setReason("review")
                .build();
        var config = dev.penstock.schemas.v1.TenantConfig.newBuilder()
                .setTenant(TENANT)
                .setVersion(2)
                .addAllocations(Allocation.newBuilder()
                        .setRole(COPY)
                        .setEnabled(true)
                        .setMaxConcurrent(1)
                        .setFlow(dev.penstock.schemas.v1.Flow.FLOW_PAUSED)
                        .setFlowChange(pause))
                .build();
        try (AnsweringSlot slot = slot(here, new Command.Configure(TenantConfigs.toCore(config)))) {
            assertThat(get(why(SECOND)).body())
                    .contains("\"limit\":\"lane_paused\"", "\"by\":\"tenant key k1\"", "\"reason\":\"review\"")
                    .contains("paused by tenant key k1 since 1970-01-01T00:01:00Z (review): resume it.");
            assertThat(get(SUMMARY).body()).contains("\"by\":\"tenant key k1\"", "\"since\":\"1970-01-01T00:01:00Z\"");
        }
    }

    @Test
    void shouldTellAWholeConfigurationARoleAndTheTenantsOfASlot() throws Exception {
        int number = Slots.of(TENANT, SLOTS);
        try (AnsweringSlot slot = slot(here)) {
            TenantStanding standing = TenantStanding.parseFrom(bytes("/internal/tenants/acme+%26+sons/standing"));
            assertThat(standing.getConfig().getAllocations(0).getRole()).isEqualTo(COPY);
            assertThat(standing.getPending()).isEqualTo(1);
            assertThat(standing.getLanes(0).getLive()).isEqualTo(1);

            RoleStanding role = SlotRoles.parseFrom(bytes("/internal/slots/" + number + "/roles/copywriter,none"))
                    .getRoles(0);
            assertThat(role.getLive()).isEqualTo(1);
            assertThat(role.getCapacity()).isEqualTo(Integer.MAX_VALUE);
            assertThat(role.getLimits().getVersion()).isZero();

            SlotTenants tenants = SlotTenants.parseFrom(bytes("/internal/slots/" + number + "/tenants/10/"));
            assertThat(tenants.getTenantsList())
                    .extracting(TenantLine::getTenant)
                    .containsExactly(TENANT);
            assertThat(SlotTenants.parseFrom(bytes("/internal/slots/" + number + "/tenants/10/b"))
                            .getTenantsList())
                    .isEmpty();
        }
        assertThat(get("/internal/slots/" + SLOTS + "/roles/copywriter").statusCode())
                .isEqualTo(400);
        assertThat(get("/internal/slots/0/tenants/0/").statusCode()).isEqualTo(400);
    }

    @Test
    void shouldAskTheProcessThatHasTheSlot() throws Exception {
        holder = Optional.of(other.address());
        try (AnsweringSlot slot = slot(there)) {
            assertThat(get(why(SECOND)).body()).contains("lane_cap");
            assertThat(get(why(new UUID(9, 9))).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void shouldNotAskInCirclesWhereNobodyHasTheSlot() throws Exception {
        holder = Optional.of(other.address());

        HttpResponse<String> answer = get(why(SECOND));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.body()).contains("is being moved or restored. Ask again.");
    }

    @Test
    void shouldSayThatTheHolderDoesNotAnswer() throws Exception {
        holder = Optional.of(other.address());
        other.close();

        assertThat(get(why(SECOND)).statusCode()).isEqualTo(503);
    }

    @Test
    void shouldKnowNoOtherQuestions() throws Exception {
        assertThat(get("/internal/tenants/acme/tasks/no-id/why").statusCode()).isEqualTo(400);
        assertThat(get("/internal/tenants/acme/other").statusCode()).isEqualTo(400);
        assertThat(get("/").statusCode()).isEqualTo(400);
        HttpRequest post = HttpRequest.newBuilder(uri(SUMMARY))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(http.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void shouldBeFoundAtTheSameAddressAgainUnlessSomebodyElseIsThere() throws Exception {
        String before = asked.address();
        asked.close();
        asked = new QueryServer(HOST, 0, dir.resolve("a"), SLOTS, here, slot -> holder);
        assertThat(asked.address()).isEqualTo(before);

        Files.copy(
                dir.resolve("a").resolve("query-port"),
                Files.createDirectories(dir.resolve("c")).resolve("query-port"));
        try (QueryServer third = new QueryServer(HOST, 0, dir.resolve("c"), SLOTS, here, slot -> holder)) {
            assertThat(third.address()).isNotEqualTo(before);
        }
    }

    private static AnsweringSlot slot(SlotQueries queries, Command... more) {
        TenantConfig config = new TenantConfig(TENANT, "pro", 1, List.of(new LaneConfig(COPY, true, 1, "")), 0, false);
        return new AnsweringSlot(
                queries,
                Slots.of(TENANT, SLOTS),
                Stream.concat(
                                Stream.of(
                                        new Command.Configure(config),
                                        submit(FIRST),
                                        new Command.Start(TENANT, FIRST, 1, "w", 0),
                                        submit(SECOND)),
                                Stream.of(more))
                        .toList());
    }

    private byte[] bytes(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    private static Command submit(UUID task) {
        return new Command.Submit(
                TENANT, task, COPY, Tier.NORMAL, "", 0, Map.of(), new Digest(0, 0), null, new byte[0]);
    }

    private static String why(UUID task) {
        return "/internal/tenants/acme+%26+sons/tasks/" + task + "/why";
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://" + asked.address() + path);
    }
}
