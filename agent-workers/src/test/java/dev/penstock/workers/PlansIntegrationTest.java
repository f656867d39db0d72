package dev.penstock.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Roles;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.FinishAttempt;
import dev.penstock.schemas.v1.ParentTask;
import dev.penstock.schemas.v1.PlannedTask;
import dev.penstock.workers.adapter.EchoAdapter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Planners and what they plan, between a real broker, a real PostgreSQL and a server that speaks the provider's protocol. */
class PlansIntegrationTest {
    private static final EmbeddedStack STACK = EmbeddedStack.shared();

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
    void shouldEndAPlannersAttemptWithItsPlan() throws Exception {
        bench.start(bench.settings().with(SettingNames.ROLES, Roles.ACTIVITY_PLANNER));
        bench.send(planner("Sell 200 starter kits. Roles: content-researcher, copywriter, seo-specialist."));

        FinishAttempt finish = finish();
        assertThat(finish.getSuccess().getPlan().getTasksList())
                .hasSizeBetween(4, 6)
                .extracting(PlannedTask::getName)
                .startsWith("facts", "keywords", "landing-page");
        assertThat(finish.getSuccess().getPlan().getTasks(2).getAfterList()).containsExactly("facts", "keywords");
        assertThat(finish.getSuccess().getOutput()).contains("\"tasks\"");
    }

    @Test
    void shouldEndWithoutAPlanWhenThePlannerWantsNothing() throws Exception {
        bench.start(bench.settings().with(SettingNames.ROLES, Roles.ACTIVITY_PLANNER));
        bench.send(planner("Do nothing. [[sim:plan=none]]"));

        assertThat(finish().getSuccess().hasPlan()).isFalse();
    }

    @Test
    void shouldFailAPlannerThatWritesNoPlanAndBillIt() throws Exception {
        bench.start(bench.settings().with(SettingNames.ROLES, Roles.ACTIVITY_PLANNER));
        bench.send(planner("Sell kits. [[sim:plan=prose]]"));

        FinishAttempt finish = finish();
        assertThat(finish.getFailure().getKind()).isEqualTo("invalid_plan");
        assertThat(finish.getFailure().getRetryable()).isFalse();
        assertThat(finish.getFailure().getMessage()).contains("{\"tasks\":[").contains("not valid JSON");
        assertThat(finish.getUsage().getCostMicros()).isPositive();
    }

    @Test
    void shouldReadParentsResultsFromTheirRows() throws Exception {
        UUID facts = UUID.randomUUID();
        UUID tone = UUID.randomUUID();
        insert(bench.tenant, facts, "SUCCEEDED", "Bread is old.");
        insert(bench.tenant, tone, "SUCCEEDED", "Warm.");
        insert("another-tenant", tone, "SUCCEEDED", "Secret.");
        bench.start(echoing());
        bench.send(child(facts, tone));

        assertThat(finish().getSuccess().getOutput())
                .startsWith(bench.dispatch("child").getInput())
                .contains("<result of=\"facts\">\nBread is old.\n</result>")
                .contains("<result of=\"tone\">\nWarm.\n</result>")
                .doesNotContain("Secret");
    }

    @Test
    void shouldHandAnAttemptBackUntilItsParentsRowIsThere() throws Exception {
        UUID facts = UUID.randomUUID();
        UUID tone = UUID.randomUUID();
        insert(bench.tenant, facts, "SUCCEEDED", "Bread is old.");
        insert(bench.tenant, tone, "RUNNING", null);
        bench.start(echoing());
        bench.send(child(facts, tone));

        Command deferred =
                bench.commands.await("the deferral", 1, Command::hasDefer).getLast();
        assertThat(deferred.getDefer().getReason()).isEqualTo("parent_result_pending");
        assertThat(deferred.getDefer().getDelayMillis()).isPositive();

        // The engine grants the same attempt again.
        insert(bench.tenant, tone, "SUCCEEDED", "Warm.");
        bench.send(child(facts, tone));
        assertThat(finish().getSuccess().getOutput()).contains("Bread is old.", "Warm.");
    }

    private Settings echoing() {
        return bench.settings()
                .with(SettingNames.WORKER_ADAPTER, EchoAdapter.NAME)
                .with(SettingNames.POSTGRES_URL, STACK.postgresUrl())
                .with(SettingNames.POSTGRES_USER, STACK.postgresUser());
    }

    private Dispatch.Builder planner(String goal) {
        return Dispatches.of(bench.tenant, Roles.ACTIVITY_PLANNER, "p").setInput(goal);
    }

    private Dispatch.Builder child(UUID facts, UUID tone) {
        return bench.dispatch("child")
                .addParents(ParentTask.newBuilder().setTaskId(facts.toString()).setName("facts"))
                .addParents(ParentTask.newBuilder().setTaskId(tone.toString()).setName("tone"));
    }

    private FinishAttempt finish() {
        return bench.commands.await("its end", 1, Command::hasFinish).getLast().getFinish();
    }

    private static void insert(String tenant, UUID task, String state, @org.jspecify.annotations.Nullable String output)
            throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        STACK.postgresUrl(), STACK.postgresUser(), STACK.postgresPassword());
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO task_runs (tenant, task_id, accepted_at, role, tier, state, output, event_seq, event_offset)"
                                + " VALUES (?, ?, now(), 'copywriter', 'normal', ?, ?, 1, 1)")) {
            insert.setString(1, tenant);
            insert.setObject(2, task);
            insert.setString(3, state);
            insert.setString(4, output);
            insert.executeUpdate();
        }
    }
}
