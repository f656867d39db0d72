package dev.penstock.embedded;

import com.zaxxer.hikari.HikariDataSource;
import dev.penstock.runtime.Database;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.TopicAdmin;
import dev.penstock.schemas.Roles;
import dev.penstock.schemas.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Broker, PostgreSQL, Redis and a server like MongoDB for tests, shared by all tests of a JVM. Each part starts when it is first asked for; everything, data
 * included, is gone when the JVM ends. Tests share the parts, so each uses tenants, groups and topics of its own.
 */
public final class EmbeddedStack implements AutoCloseable {
    /** Slots of the command log here: few, since a broker shared by tests gains nothing from many. */
    public static final int SLOTS = 4;

    private static final int INTAKE_PARTITIONS = 2;

    private final Path dir = TempDirs.create("penstock-embedded-");
    private final Part<EmbeddedKafka> kafka =
            new Part<>(() -> EmbeddedKafka.start(dir.resolve("kafka")), EmbeddedKafka::close);
    private final Part<EmbeddedPostgres> postgres = new Part<>(this::startPostgres, EmbeddedPostgres::close);
    private final Part<EmbeddedRedis> redis =
            new Part<>(() -> EmbeddedRedis.start(dir.resolve("redis")), EmbeddedRedis::close);
    private final Part<EmbeddedMongo> mongo =
            new Part<>(() -> EmbeddedMongo.start(dir.resolve("mongo"), 0), EmbeddedMongo::close);
    private final Part<Boolean> topics = new Part<>(this::ensureTopics, created -> {});

    private static final class Shared {
        static final EmbeddedStack STACK = new EmbeddedStack();

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(STACK::close, "embedded-stack-shutdown"));
        }
    }

    /** The one stack of this JVM; closed by a shutdown hook. */
    public static EmbeddedStack shared() {
        return Shared.STACK;
    }

    public String kafkaBootstrap() {
        return kafka.get().bootstrapServers();
    }

    /** JDBC URL of the migrated database. */
    public String postgresUrl() {
        return postgres.get().jdbcUrl();
    }

    public String postgresUser() {
        return EmbeddedPostgres.USER;
    }

    /** Empty: the loopback address is trusted. */
    public String postgresPassword() {
        return "";
    }

    public String redisUrl() {
        return redis.get().url();
    }

    public String mongoUrl() {
        return mongo.get().url();
    }

    /** A folder of this stack that goes with it, such as for state stores; {@code name} keeps users apart. */
    public Path stateDir(String name) {
        return dir.resolve("state").resolve(name);
    }

    /** Starts every part, side by side, and returns the settings that lead to them. */
    public Settings settings() {
        List<CompletableFuture<?>> starts = new ArrayList<>();
        starts.add(CompletableFuture.runAsync(
                kafka::get, task -> Thread.ofPlatform().daemon().start(task)));
        starts.add(CompletableFuture.runAsync(
                redis::get, task -> Thread.ofPlatform().daemon().start(task)));
        postgres.get();
        starts.forEach(CompletableFuture::join);
        return Settings.of(Map.of(
                SettingNames.MONGO_URL, mongoUrl(),
                SettingNames.KAFKA_BOOTSTRAP, kafkaBootstrap(),
                SettingNames.SLOTS, Integer.toString(SLOTS),
                SettingNames.POSTGRES_URL, postgresUrl(),
                SettingNames.POSTGRES_USER, postgresUser(),
                SettingNames.POSTGRES_PASSWORD, postgresPassword(),
                SettingNames.REDIS_URL, redisUrl(),
                SettingNames.STATE_DIR, stateDir("default").toString()));
    }

    /** Creates the core topics and those of the standard roles; a second call does nothing. */
    public void createTopics() {
        topics.get();
    }

    @Override
    public void close() {
        mongo.close();
        redis.close();
        postgres.close();
        kafka.close();
        TempDirs.delete(dir);
    }

    private EmbeddedPostgres startPostgres() {
        EmbeddedPostgres server = EmbeddedPostgres.start(dir.resolve("postgres"));
        Settings settings = Settings.of(
                Map.of(SettingNames.POSTGRES_URL, server.jdbcUrl(), SettingNames.POSTGRES_USER, EmbeddedPostgres.USER));
        try (HikariDataSource pool = Database.pool(settings, "migration", 2)) {
            Database.migrate(pool);
        }
        return server;
    }

    private boolean ensureTopics() {
        List<Topics.Spec> specs = new ArrayList<>(Topics.core(SLOTS));
        specs.addAll(Topics.forRoles(Roles.STANDARD, INTAKE_PARTITIONS, Topics.DISPATCH_PARTITIONS));
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafkaBootstrap()))) {
            TopicAdmin.ensure(admin, specs);
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot create the topics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while creating the topics", e);
        }
    }
}
