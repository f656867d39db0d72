package dev.penstock.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.sql.DriverManager;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

class EmbeddedStackIntegrationTest {
    private final EmbeddedStack stack = EmbeddedStack.shared();

    @Test
    void shouldOfferABrokerWithTransactionsAndShareGroups() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrap()))) {
            var features = admin.describeFeatures().featureMetadata().get().finalizedFeatures();
            assertThat(features.get("transaction.version").maxVersionLevel()).isEqualTo((short) 2);
            assertThat(features.get("share.version").maxVersionLevel()).isEqualTo((short) 1);
        }
    }

    @Test
    void shouldMigrateTheDatabase() throws Exception {
        try (var connection = DriverManager.getConnection(
                        stack.postgresUrl(), stack.postgresUser(), stack.postgresPassword());
                var rows = connection
                        .createStatement()
                        .executeQuery("SELECT count(*), current_setting('wal_level') FROM task_runs")) {
            rows.next();
            assertThat(rows.getLong(1)).isZero();
            assertThat(rows.getString(2)).isEqualTo("logical");
        }
    }

    @Test
    void shouldOfferRedis() {
        try (RedisClient redis = RedisClient.create(URI.create(stack.redisUrl()))) {
            redis.set("embedded-stack-test", "value");
            assertThat(redis.get("embedded-stack-test")).isEqualTo("value");
        }
    }

    @Test
    void shouldCreateTopicsOnce() throws Exception {
        stack.createTopics();
        stack.createTopics();
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", stack.settings().text("penstock.kafka.bootstrap-servers")))) {
            assertThat(admin.listTopics().names().get())
                    .contains(
                            "penstock.commands",
                            "penstock.tasks.copywriter.urgent",
                            "penstock.dispatch.copywriter.batch");
        }
    }
}
