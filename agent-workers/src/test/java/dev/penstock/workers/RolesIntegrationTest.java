package dev.penstock.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.Await;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.workers.dispatch.ShareGroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ShareMemberDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which roles a worker serves, and how several workers share one. */
class RolesIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private WorkerBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new WorkerBench();
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
    }

    @Test
    void shouldServeANewRoleWithoutARestart() throws Exception {
        bench.start(discovering().with(SettingNames.ROLES, bench.role + "-first"));

        // An operator adds an intake topic for a role that nobody has heard of.
        bench.admin
                .createTopics(List.of(
                        new NewTopic(Topics.tasks(bench.role, Tier.TIER_NORMAL), Optional.of(2), Optional.empty())))
                .all()
                .get();
        String dispatchTopic = Topics.dispatch(bench.role, Tier.TIER_NORMAL);
        Await.until(
                "its dispatch topic",
                Duration.ofSeconds(30),
                () -> bench.admin.listTopics().names().get().contains(dispatchTopic));
        bench.send(bench.dispatch("a"));

        bench.commands.await("its end", 1, Command::hasFinish);
    }

    @Test
    void shouldTakeWhatWasDispatchedBeforeItsFirstStart() throws Exception {
        bench.admin
                .createTopics(Topics.tiers().stream()
                        .map(tier -> new NewTopic(Topics.dispatch(bench.role, tier), Optional.of(1), Optional.empty()))
                        .toList())
                .all()
                .get();
        bench.send(bench.dispatch("a"));

        bench.start();

        bench.commands.await("its end", 1, Command::hasFinish);
    }

    @Test
    void shouldGiveEveryWorkerAllTiersOfItsRole() throws Exception {
        for (int i = 0; i < 3; i++) {
            bench.start(echo());
            bench.start(echo().with(SettingNames.WORKER_SLOTS, "1"));
        }
        Set<String> all = Set.copyOf(ShareGroups.topics(bench.role));
        Set<String> urgent = Set.of(Topics.dispatch(bench.role, Tier.TIER_URGENT));
        Set<String> others =
                all.stream().filter(topic -> !urgent.contains(topic)).collect(Collectors.toSet());

        Await.until("six workers with all tiers each, three of them with a line for urgent tasks", LIMIT, () -> {
            List<Set<String>> assigned = assignments();
            return Collections.frequency(assigned, all) == 3
                    && Collections.frequency(assigned, urgent) == 3
                    && Collections.frequency(assigned, others) == 3;
        });
    }

    @Test
    void shouldFollowTheSlotsOfARoleAsItsFileChanges(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("roles.yaml");
        writeRole(file, 1);
        bench.start(bench.settings().with(SettingNames.WORKER_ROLES, file.toString()));
        for (int i = 0; i < 8; i++) {
            bench.send(bench.dispatch("task-" + i).setInput("[[sim:latency=300s]] a line"));
        }
        Await.until("the only slot taken", LIMIT, () -> bench.callsAtProvider() == 1);

        writeRole(file, 6);

        // One of the six is kept for urgent tasks.
        Await.until("five at once", LIMIT, () -> bench.callsAtProvider() == 5);
        assertThat(bench.commands.now()).noneMatch(command -> command.hasDefer() || command.hasFinish());
    }

    /** As a careful editor does, so that nobody reads half a file. */
    private void writeRole(Path file, int concurrency) throws IOException {
        Path draft = Files.writeString(file.resolveSibling("draft"), """
                roles:
                  %s:
                    chain: [anthropic/claude-sonnet-5-5]
                    max-tokens: 500
                    timeout-seconds: 600
                    estimate: {input-tokens: 10, output-tokens: 10}
                    system: You write.
                    concurrency: %d
                """.formatted(bench.role, concurrency));
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<Set<String>> assignments() throws Exception {
        String group = ShareGroups.of(bench.role);
        return bench.admin.describeShareGroups(List.of(group)).all().get().get(group).members().stream()
                .map(RolesIntegrationTest::topics)
                .toList();
    }

    private static Set<String> topics(ShareMemberDescription member) {
        return member.assignment().topicPartitions().stream()
                .map(partition -> partition.topic())
                .collect(Collectors.toSet());
    }

    private Settings echo() {
        return bench.settings().with(SettingNames.WORKER_ADAPTER, "echo");
    }

    private Settings discovering() {
        return echo().with(SettingNames.WORKER_DISCOVER, "true").with(SettingNames.WORKER_DISCOVER_INTERVAL, "200ms");
    }

    @Test
    void shouldTellThatItServes() throws Exception {
        WorkersApp app =
                bench.owned(new WorkersApp(echo(), new io.micrometer.core.instrument.simple.SimpleMeterRegistry()));
        assertThat(app.health().ready()).isFalse();

        app.start();

        assertThat(app.health().ready()).isTrue();
        assertThat(app.health().detail()).contains("1 roles");
    }
}
