package dev.penstock.projections;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.penstock.embedded.Await;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.runtime.Database;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.v1.Event;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** The whole process over a real broker, PostgreSQL and Redis. */
class ProjectionsAppIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long NOW = System.currentTimeMillis();

    private final EmbeddedStack stack = EmbeddedStack.shared();
    private final Settings settings = stack.settings();
    private final String tenant = "t-" + UUID.randomUUID();
    private HikariDataSource pool;
    private EventWriter writer;
    private ProjectionsApp app;

    @BeforeEach
    void start() throws Exception {
        stack.createTopics();
        pool = Database.pool(settings, "test", 2);
        writer = new EventWriter(settings);
        app = started();
    }

    @AfterEach
    void stop() {
        app.close();
        writer.close();
        pool.close();
    }

    @Test
    void shouldBeReadyOnceStarted() {
        assertThat(app.health().ready()).as(app.health().detail()).isTrue();
    }

    @Test
    void shouldShowCommittedEventsInBothStores() throws Exception {
        writer.commit(new Story(tenant, NOW)
                .accepted()
                .granted(1)
                .started(1, "w")
                .succeeded(1, "out", Story.usage(1, 2, 3))
                .events());

        Await.until("the row", LIMIT, () -> Db.taskRuns(pool, tenant).toString().contains("SUCCEEDED"));
        try (Jedis redis = new Jedis(URI.create(settings.text("penstock.redis.url")))) {
            Await.until("the stream", LIMIT, () -> redis.xlen(RedisKeys.events(tenant)) == 4);
        }
    }

    @Test
    void shouldShowAnEventOnAnIdleSystemWithinATenthOfASecondOrSo() throws Exception {
        writer.commit(new Story(tenant, NOW).accepted().events());
        Await.until("the first row", LIMIT, () -> !Db.taskRuns(pool, tenant).isEmpty());
        long best = Long.MAX_VALUE;
        for (int i = 2; i < 12; i++) {
            int rows = i;
            writer.commit(new Story(tenant, NOW).accepted().events());
            long start = System.nanoTime();
            Await.until("a row", LIMIT, () -> Db.taskRuns(pool, tenant).size() == rows);
            best = Math.min(best, System.nanoTime() - start);
        }
        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(150));
    }

    @Test
    void shouldNotShowWhatWasAborted() throws Exception {
        writer.abort(new Story(tenant, NOW).accepted().events());
        writer.commit(new Story(tenant, NOW).accepted().cancelled("x").events());

        Await.until("the row", LIMIT, () -> !Db.taskRuns(pool, tenant).isEmpty());
        assertThat(Db.taskRuns(pool, tenant)).singleElement().asString().contains("CANCELLED");
    }

    @Test
    void shouldCountNothingTwiceAcrossRestarts() throws Exception {
        // given: lives of many tasks of several tenants
        Random random = new Random(7);
        List<Event> events = new ArrayList<>();
        List<String> tenants = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            tenants.add("t-" + UUID.randomUUID());
            for (int n = 0; n < 40; n++) {
                events.addAll(Story.random(tenants.get(i), NOW + n, random));
            }
        }

        // when: the process restarts twice on the way
        int third = events.size() / 3;
        writer.commit(events.subList(0, third));
        app.close();
        writer.commit(events.subList(third, 2 * third));
        app = started();
        app.close();
        app = started();
        writer.commit(events.subList(2 * third, events.size()));

        // then
        TaskRunsProjector.Fold fold = new TaskRunsProjector().begin();
        for (int i = 0; i < events.size(); i++) {
            fold.add(events.get(i), i);
        }
        String expected = fold.changes().stream().mapToLong(c -> c.costMicros).sum() + "|"
                + fold.changes().stream().filter(c -> c.endedAtMillis != 0).count();
        String sum =
                "SELECT sum(cost_micros), count(ended_at) FROM task_runs WHERE tenant = ANY (string_to_array(?, ','))";
        Await.until("all rows", LIMIT, () -> Db.rows(pool, sum, String.join(",", tenants))
                .equals(List.of(expected)));
    }

    @Test
    void shouldShowCalls() throws Exception {
        var call = Calls.started(tenant, NOW, 900);
        writer.commitCalls(List.of(call));
        String status = "SELECT status FROM llm_calls WHERE tenant = ?";
        Await.until("the start", LIMIT, () -> Db.rows(pool, status, tenant).equals(List.of("started")));

        writer.commitCalls(List.of(Calls.finished(call, "ok", 12)));
        Await.until("the end", LIMIT, () -> Db.rows(pool, status, tenant).equals(List.of("ok")));
    }

    @Test
    void shouldGoOnAfterPoison() throws Exception {
        writer.commitRaw(tenant, new byte[] {1, 2, 3});
        writer.commit(new Story(tenant, NOW).accepted().events());

        Await.until("the row", LIMIT, () -> !Db.taskRuns(pool, tenant).isEmpty());
        assertThat(app.health().ready()).isTrue();
    }

    @Test
    void shouldShareTheWorkAndTakeItOver() throws Exception {
        try (ProjectionsApp second = started()) {
            writer.commit(new Story(tenant, NOW)
                    .accepted()
                    .retry(1, "x", Story.usage(0, 0, 5))
                    .events());
            Await.until(
                    "the row", LIMIT, () -> Db.taskRuns(pool, tenant).toString().contains("WAITING"));
            assertThat(second.health().ready()).isTrue();
            app.close();
            writer.commit(new Story(tenant, NOW)
                    .accepted()
                    .retry(1, "x", Story.usage(0, 0, 6))
                    .events());
            Await.until("both rows", LIMIT, () -> Db.rows(
                            pool, "SELECT sum(cost_micros) FROM task_runs WHERE tenant = ?", tenant)
                    .equals(List.of("11")));
        }
    }

    private ProjectionsApp started() throws Exception {
        ProjectionsApp next = new ProjectionsApp(settings, new SimpleMeterRegistry());
        next.start();
        return next;
    }
}
