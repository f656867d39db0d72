package dev.penstock.projections;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.penstock.embedded.Await;
import dev.penstock.embedded.EmbeddedMongo;
import dev.penstock.embedded.EmbeddedPostgres;
import dev.penstock.embedded.EmbeddedRedis;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.mongo.Answers;
import dev.penstock.mongo.Mongo;
import dev.penstock.mongo.TenantCollection;
import dev.penstock.runtime.Database;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.v1.Event;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** PostgreSQL and Redis of its own, which it takes down; the broker is the shared one. */
class OutageIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final EmbeddedStack stack = EmbeddedStack.shared();
    private final String tenant = "t-" + UUID.randomUUID();

    @Test
    void shouldGoOnWhereItWasOnceTheStoresAreBack(@TempDir Path dir) throws Exception {
        stack.createTopics();
        EmbeddedPostgres postgres = EmbeddedPostgres.start(dir.resolve("postgres"));
        EmbeddedRedis redis = EmbeddedRedis.start(dir.resolve("redis"));
        Settings settings = stack.settings()
                .with(SettingNames.POSTGRES_URL, postgres.jdbcUrl())
                .with(SettingNames.REDIS_URL, redis.url());
        ProjectionsApp app = new ProjectionsApp(settings, new SimpleMeterRegistry());
        try (EventWriter writer = new EventWriter(settings);
                HikariDataSource pool = Database.pool(settings, "test", 2)) {
            app.start();
            Story story = new Story(tenant, System.currentTimeMillis())
                    .accepted()
                    .retry(1, "x", Story.usage(0, 0, 5))
                    .queued()
                    .cancelled("y");
            writer.commit(story.events().subList(0, 1));
            Await.until("the row", LIMIT, () -> !Db.taskRuns(pool, tenant).isEmpty());

            // Redis goes: the rows do not mind.
            redis.close();
            writer.commit(story.events().subList(1, 2));
            Await.until("the row to follow", LIMIT, () -> Db.taskRuns(pool, tenant)
                    .toString()
                    .contains("WAITING"));
            Await.until("health to say so", LIMIT, () -> !app.health().ready());
            assertThat(app.health().detail()).contains("redis_bridge cannot write");

            // PostgreSQL goes as well; both come back, Redis empty.
            postgres.close();
            writer.commit(story.events().subList(2, 4));
            Await.until("health to say so", LIMIT, () -> app.health().detail().contains("task_runs cannot write"));
            assertThat(app.health().live()).isTrue();
            redis = EmbeddedRedis.start(dir.resolve("redis"), redis.port());
            postgres = EmbeddedPostgres.start(dir.resolve("postgres"), postgres.port(), false);

            Await.until("readiness", LIMIT, () -> app.health().ready());
            Await.until("the row's end", LIMIT, () -> Db.taskRuns(pool, tenant)
                    .toString()
                    .contains("CANCELLED"));
            assertThat(Db.rows(pool, "SELECT cost_micros FROM task_runs WHERE tenant = ?", tenant))
                    .containsExactly("5");
            try (Jedis jedis = new Jedis(URI.create(redis.url()))) {
                Await.until("the stream", LIMIT, () -> jedis.xlen(RedisKeys.events(tenant)) >= 3);
            }
        } finally {
            app.close();
            redis.close();
            postgres.close();
        }
    }

    @Test
    void shouldKeepEveryDocumentOnceThroughAnOutageOfMongo(@TempDir Path dir) throws Exception {
        stack.createTopics();
        EmbeddedMongo server = EmbeddedMongo.start(dir.resolve("mongo"), 0);
        Settings settings = stack.settings().with(SettingNames.MONGO_URL, server.url());
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ProjectionsApp app = new ProjectionsApp(settings, registry);
        try (EventWriter writer = new EventWriter(settings);
                HikariDataSource pool = Database.pool(settings, "test", 2)) {
            app.start();
            List<Event> events = new Story(tenant, System.currentTimeMillis())
                    .accepted()
                    .granted(1)
                    .started(1, "w-1")
                    .succeeded(1, "the text", Story.usage(1, 2, 5))
                    .events();
            writer.commit(events.subList(0, 1));
            String url = server.url();
            Await.until(
                    "the first event",
                    LIMIT,
                    () -> documents(url, TenantCollection.TASK_EVENTS).size() == 1);

            // The server goes, and the task goes on: rows follow, documents wait.
            server.close();
            writer.commit(events.subList(1, 4));
            Await.until("the row's end", LIMIT, () -> Db.taskRuns(pool, tenant)
                    .toString()
                    .contains("SUCCEEDED"));
            Await.until("health to say so", LIMIT, () -> app.health().detail().contains("mongo_events cannot write"));
            Await.until("the lag to show", LIMIT, () -> lag(registry) >= 3);
            assertThat(app.health().ready()).isFalse();
            assertThat(app.health().live()).isTrue();

            server = EmbeddedMongo.start(dir.resolve("mongo"), server.port());
            Await.until("readiness", LIMIT, () -> app.health().ready());
            Await.until("no lag", LIMIT, () -> lag(registry) == 0);

            assertThat(documents(url, TenantCollection.TASK_EVENTS))
                    .extracting(document -> document.get("_id"))
                    .containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
            assertThat(documents(url, TenantCollection.DELIVERABLES))
                    .extracting(document -> document.getString("output"))
                    .containsExactly("the text");
        } finally {
            app.close();
            server.close();
        }
    }

    private static double lag(SimpleMeterRegistry registry) {
        return registry.get("penstock.projection.lag.records")
                .tags("projection", "mongo_events")
                .gauge()
                .value();
    }

    private List<Document> documents(String url, TenantCollection collection) {
        try (Mongo mongo = Mongo.of(Settings.of(Map.of(SettingNames.MONGO_URL, url)), "test")
                .orElseThrow()) {
            return Answers.await(mongo.collection(tenant, collection).find());
        }
    }
}
