package dev.penstock.projections;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.runtime.Database;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.TaskAccepted;
import dev.penstock.schemas.v1.TaskRef;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Campaigns' rows in a real PostgreSQL, folded in batches cut wherever the test wants. */
class CampaignsTableIntegrationTest {
    private static final long T0 = 1_790_000_000_000L;
    private static HikariDataSource pool;

    private final String tenant = "t-" + UUID.randomUUID();

    @BeforeAll
    static void connect() {
        EmbeddedStack stack = EmbeddedStack.shared();
        pool = Database.pool(
                Settings.of(Map.of(
                        SettingNames.POSTGRES_URL,
                        stack.postgresUrl(),
                        SettingNames.POSTGRES_USER,
                        stack.postgresUser())),
                "test",
                2);
    }

    @AfterAll
    static void disconnect() {
        pool.close();
    }

    @Test
    void shouldKeepHowACampaignStandsAndWhenItBeganAndEnded() throws Exception {
        CampaignStory story = new CampaignStory(tenant, "spring", T0)
                .progressed("running", 1, 0, 0)
                .progressed("running", 4, 1, 700);
        write(story.events(), 0);
        assertThat(Db.campaigns(pool, tenant)).containsExactly("spring|RUNNING|4|1|0|0|700|" + T0 + "|null|null|2");

        write(story.progressed("succeeded", 4, 4, 2_000).events().subList(2, 3), 2);
        assertThat(Db.campaigns(pool, tenant))
                .containsExactly("spring|SUCCEEDED|4|4|0|0|2000|" + T0 + "|" + (T0 + 2_000) + "|null|3");
    }

    @Test
    void shouldKeepTheFiguresWhenOnlyTheWishToStopItHasCome() throws Exception {
        List<Event> events = new CampaignStory(tenant, "spring", T0)
                .progressed("running", 4, 1, 700)
                .cancelled("too dear")
                .progressed("cancelled", 4, 1, 800)
                .events();
        write(events.subList(0, 1), 0);
        write(events.subList(1, 2), 1);
        assertThat(Db.campaigns(pool, tenant)).containsExactly("spring|RUNNING|4|1|0|0|700|" + T0 + "|null|too dear|2");

        write(events.subList(2, 3), 2);
        assertThat(Db.campaigns(pool, tenant))
                .containsExactly("spring|CANCELLED|4|1|0|3|800|" + T0 + "|" + (T0 + 2_000) + "|too dear|3");
    }

    @Test
    void shouldBeginAnewAfterItsEnd() throws Exception {
        List<Event> events = new CampaignStory(tenant, "spring", T0)
                .progressed("running", 1, 0, 0)
                .cancelled("too dear")
                .progressed("cancelled", 1, 0, 0)
                .progressed("running", 1, 0, 0)
                .events();
        write(events.subList(0, 3), 0);
        write(events.subList(3, 4), 3);

        assertThat(Db.campaigns(pool, tenant))
                .containsExactly("spring|RUNNING|1|0|0|0|0|" + (T0 + 3_000) + "|null|null|4");
    }

    @Test
    void shouldWriteNothingTwice() throws Exception {
        List<Event> events = new CampaignStory(tenant, "spring", T0)
                .progressed("running", 1, 0, 0)
                .progressed("running", 5, 1, 10)
                .events();
        write(events, 0);
        write(events.subList(0, 1), 0);

        assertThat(Db.campaigns(pool, tenant)).singleElement().asString().contains("RUNNING|5|1");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldEqualTheFoldHoweverTheLogIsCut(long seed) throws Exception {
        List<Event> events = CampaignStory.random(tenant, "spring", T0, new Random(seed));
        Random cuts = new Random(seed);
        for (int next = 0; next < events.size(); ) {
            int upTo = Math.min(events.size(), next + 1 + cuts.nextInt(4));
            write(events.subList(next, upTo), next);
            next = upTo;
        }

        String reference = "r-" + UUID.randomUUID();
        write(CampaignStory.random(reference, "spring", T0, new Random(seed)), 0);
        assertThat(Db.campaigns(pool, tenant)).hasSize(1).isEqualTo(Db.campaigns(pool, reference));
    }

    @Test
    void shouldKeepWhereAPlannedTaskComesFrom() throws Exception {
        UUID planner = UUID.randomUUID();
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        UUID task = UUID.randomUUID();
        Event accepted = Event.newBuilder()
                .setTenant(tenant)
                .setSeq(1)
                .setAtMillis(T0)
                .setTask(TaskRef.newBuilder()
                        .setTaskId(task.toString())
                        .setRole("copywriter")
                        .setAcceptedAtMillis(T0)
                        .setCampaign("spring"))
                .setAccepted(TaskAccepted.newBuilder()
                        .setPlannerId(planner.toString())
                        .setName("landing page")
                        .addAfter(first.toString())
                        .addAfter(second.toString())
                        .setCounts(true))
                .build();

        write(List.of(accepted), 0);

        assertThat(Db.rows(
                        pool, "SELECT planner_id, name, after, counts, state FROM task_runs WHERE tenant = ?", tenant))
                .containsExactly(planner + "|landing page|{" + first + "," + second + "}|t|WAITING");
    }

    private static void write(List<Event> events, long firstOffset) throws Exception {
        TaskRunsProjector.Fold fold = new TaskRunsProjector().begin();
        for (int i = 0; i < events.size(); i++) {
            fold.add(events.get(i), firstOffset + i);
        }
        try (Connection connection = pool.getConnection()) {
            fold.write(connection);
        }
    }
}
