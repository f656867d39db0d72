package dev.penstock.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.EmbeddedKafka;
import dev.penstock.embedded.EmbeddedRedis;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.ingest.SseClient.Frame;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.TopicAdmin;
import dev.penstock.schemas.Roles;
import dev.penstock.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered while a part is away. The broker and Redis here are this test's own. */
class OutageIntegrationTest {
    private static final String BODY = "{\"role\":\"copywriter\",\"input\":\"x\"}";

    @TempDir
    Path dir;

    @Test
    void shouldGoOnWithoutRedisAndSayWhenKafkaIsAway() throws Exception {
        EmbeddedRedis redis = EmbeddedRedis.start(dir.resolve("redis"));
        EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        try (redis;
                kafka;
                Api api = new Api(settings(kafka, redis))) {
            String tenant = Api.newTenant();
            String key = api.newKey(tenant);
            assertThat(api.post(key, "/v1/tasks", BODY, "Idempotency-Key", "a").status())
                    .isEqualTo(202);

            withoutRedis(api, tenant, key, redis);
            withoutKafka(api, key, kafka);
        }
    }

    private static void withoutRedis(Api api, String tenant, String key, EmbeddedRedis redis) {
        try (FakeEngine engine = new FakeEngine(api.settings(), tenant);
                SseClient client = SseClient.open(api.request(key, "/v1/events"))) {
            String first = engine.accept(UUID.randomUUID()).id();
            client.frames(1);

            redis.close();

            assertThat(api.post(key, "/v1/tasks", BODY).status()).isEqualTo(202);
            assertThat(api.post(key, "/v1/tasks", BODY, "Idempotency-Key", "a").status())
                    .isEqualTo(202);
            Answer lookup = api.get(key, "/v1/tasks/" + UUID.randomUUID());
            assertThat(lookup.status()).isEqualTo(503);
            assertThat(lookup.header("Retry-After")).isNotEmpty();
            String second = engine.commit(engine.event(UUID.randomUUID())
                            .setQueued(dev.penstock.schemas.v1.TaskQueued.getDefaultInstance()))
                    .id();
            assertThat(client.frames(2)).extracting(Frame::id).containsExactly(first, second);
        }
    }

    private static void withoutKafka(Api api, String key, EmbeddedKafka kafka) {
        kafka.close();

        Instant start = Instant.now();
        Answer answer = api.post(key, "/v1/tasks", BODY);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotEmpty();
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
        assertThat(api.get(key, "/v1/tasks").status()).isEqualTo(200);
    }

    private static Settings settings(EmbeddedKafka kafka, EmbeddedRedis redis) throws Exception {
        List<Topics.Spec> specs = new ArrayList<>(Topics.core(EmbeddedStack.SLOTS));
        specs.addAll(Topics.forRoles(List.of(Roles.COPYWRITER), 1, 1));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            TopicAdmin.ensure(admin, specs);
        }
        EmbeddedStack stack = EmbeddedStack.shared();
        return Settings.of(Map.of(
                SettingNames.KAFKA_BOOTSTRAP, kafka.bootstrapServers(),
                SettingNames.REDIS_URL, redis.url(),
                SettingNames.SLOTS, Integer.toString(EmbeddedStack.SLOTS),
                SettingNames.POSTGRES_URL, stack.postgresUrl(),
                SettingNames.POSTGRES_USER, stack.postgresUser()));
    }
}
