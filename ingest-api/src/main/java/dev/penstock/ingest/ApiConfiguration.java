package dev.penstock.ingest;

import com.zaxxer.hikari.HikariDataSource;
import dev.penstock.ingest.callbacks.Callbacks;
import dev.penstock.ingest.callbacks.CallbacksController;
import dev.penstock.ingest.campaigns.CampaignCancellations;
import dev.penstock.ingest.campaigns.CampaignTable;
import dev.penstock.ingest.campaigns.Campaigns;
import dev.penstock.ingest.campaigns.CampaignsController;
import dev.penstock.ingest.deadletters.DeadLetterTable;
import dev.penstock.ingest.deadletters.DeadLettersController;
import dev.penstock.ingest.deadletters.ReplayCommands;
import dev.penstock.ingest.deadletters.Replays;
import dev.penstock.ingest.events.EventStreams;
import dev.penstock.ingest.events.EventsController;
import dev.penstock.ingest.http.Bodies;
import dev.penstock.ingest.http.ProblemAdvice;
import dev.penstock.ingest.http.ProblemPages;
import dev.penstock.ingest.keys.Authenticator;
import dev.penstock.ingest.keys.KeyTable;
import dev.penstock.ingest.limits.Engine;
import dev.penstock.ingest.limits.RolesController;
import dev.penstock.ingest.limits.TenantsController;
import dev.penstock.ingest.output.OutputController;
import dev.penstock.ingest.output.TaskOutputs;
import dev.penstock.ingest.redis.RedisAddress;
import dev.penstock.ingest.redis.RedisBatch;
import dev.penstock.ingest.secrets.ProviderKeyTable;
import dev.penstock.ingest.secrets.SecretsController;
import dev.penstock.ingest.secrets.WebhookSecrets;
import dev.penstock.ingest.sse.SseServer;
import dev.penstock.ingest.tasks.CancelCommands;
import dev.penstock.ingest.tasks.Cancellations;
import dev.penstock.ingest.tasks.IntakeTopics;
import dev.penstock.ingest.tasks.KafkaWriter;
import dev.penstock.ingest.tasks.Lookups;
import dev.penstock.ingest.tasks.Notes;
import dev.penstock.ingest.tasks.Submissions;
import dev.penstock.ingest.tasks.TaskRuns;
import dev.penstock.ingest.tasks.TasksController;
import dev.penstock.ingest.why.EngineQueries;
import dev.penstock.ingest.why.Explanations;
import dev.penstock.ingest.why.WhyController;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.secret.Keyring;
import dev.penstock.runtime.secret.ProviderKeys;
import dev.penstock.schemas.Slots;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the API is made of. Nothing is scanned and nothing configures itself beyond {@link WebConfiguration}'s list. */
@SpringBootConfiguration(proxyBeanMethods = false)
@Import({
    WebConfiguration.class,
    ApiDocs.class,
    TasksController.class,
    CampaignsController.class,
    EventsController.class,
    WhyController.class,
    CallbacksController.class,
    SecretsController.class,
    OutputController.class,
    ProblemAdvice.class,
    ProblemPages.class
})
class ApiConfiguration {
    private static final Duration KAFKA_LIMIT = Duration.ofSeconds(30);
    private static final int REDIS_BATCH = 512;
    private static final int MAX_STREAMS = 100;
    private static final Duration DEAD_KEPT = Duration.ofDays(7);

    @Bean
    HikariDataSource database(Settings settings) {
        return Connections.database(settings);
    }

    @Bean
    JdbcClient jdbc(HikariDataSource database) {
        return JdbcClient.create(database);
    }

    @Bean
    Authenticator authenticator(JdbcClient jdbc) {
        return new Authenticator(new KeyTable(jdbc), Clock.systemUTC(), () -> System.nanoTime() / 1_000_000);
    }

    @Bean
    RedisBatch redis(Settings settings) {
        return new RedisBatch(new RedisAddress(settings), REDIS_BATCH);
    }

    @Bean
    Notes notes(RedisBatch redis) {
        return new Notes(redis);
    }

    @Bean
    KafkaWriter kafka(Settings settings) {
        return new KafkaWriter(settings);
    }

    @Bean
    IntakeTopics topics(Settings settings) {
        IntakeTopics topics = new IntakeTopics(settings);
        topics.start(KAFKA_LIMIT);
        return topics;
    }

    @Bean
    TaskRuns runs(JdbcClient jdbc, Settings settings) {
        return new TaskRuns(jdbc, deadKept(settings));
    }

    @Bean
    Lookups lookups(TaskRuns runs, Notes notes) {
        return new Lookups(runs, notes);
    }

    @Bean
    Submissions submissions(IntakeTopics topics, Notes notes, TaskRuns runs, KafkaWriter kafka) {
        return new Submissions(topics, notes, runs, kafka, Clock.systemUTC());
    }

    @Bean
    CancelCommands cancelCommands(KafkaWriter kafka, Settings settings) {
        return new CancelCommands(kafka, slots(settings));
    }

    @Bean
    Cancellations cancellations(Lookups lookups, CancelCommands commands) {
        return new Cancellations(lookups, commands);
    }

    @Bean
    Campaigns campaigns(JdbcClient jdbc, Notes notes, Lookups lookups) {
        return new Campaigns(new CampaignTable(jdbc), notes, lookups, Clock.systemUTC());
    }

    @Bean
    CampaignCancellations campaignCancellations(Campaigns campaigns, CancelCommands commands) {
        return new CampaignCancellations(campaigns, commands);
    }

    @Bean
    DeadLetterTable deadLetterTable(JdbcClient jdbc) {
        return new DeadLetterTable(jdbc);
    }

    @Bean
    ReplayCommands replayCommands(Lookups lookups, KafkaWriter kafka, Settings settings) {
        return new ReplayCommands(lookups, kafka, slots(settings), Clock.systemUTC(), deadKept(settings));
    }

    @Bean
    Replays replays(DeadLetterTable table, ReplayCommands commands, Settings settings) {
        return new Replays(table, commands, Clock.systemUTC(), deadKept(settings));
    }

    @Bean
    DeadLettersController deadLetters(
            DeadLetterTable table, Replays replays, ReplayCommands commands, Bodies bodies, Settings settings) {
        return new DeadLettersController(table, replays, commands, bodies, Clock.systemUTC(), deadKept(settings));
    }

    @Bean
    EngineQueries engineQueries(Settings settings) {
        return new EngineQueries(settings);
    }

    @Bean
    Explanations explanations(EngineQueries engine, TaskRuns runs, Lookups lookups) {
        return new Explanations(engine, runs, lookups);
    }

    @Bean
    Engine engine(EngineQueries queries, KafkaWriter kafka, Settings settings) {
        return new Engine(queries, kafka, slots(settings));
    }

    @Bean
    TenantsController tenants(Engine engine, Bodies bodies, Settings settings) {
        return new TenantsController(
                engine, bodies, Clock.systemUTC(), settings.flag(SettingNames.WEBHOOKS_INSECURE, false));
    }

    @Bean
    RolesController roles(Engine engine, IntakeTopics topics, Bodies bodies) {
        return new RolesController(engine, topics, bodies, Clock.systemUTC());
    }

    @Bean
    Bodies bodies() {
        return new Bodies();
    }

    @Bean
    SseServer sseServer(Settings settings, Authenticator keys, MeterRegistry metrics) {
        SseServer server = new SseServer(
                new RedisAddress(settings), keys, settings.number(SettingNames.API_MAX_STREAMS, MAX_STREAMS), metrics);
        server.start();
        return server;
    }

    @Bean
    EventStreams eventStreams(Settings settings, SseServer server) {
        return new EventStreams(settings, server, slots(settings));
    }

    @Bean
    TaskOutputs taskOutputs(Settings settings, SseServer server, Lookups lookups, TaskRuns runs) {
        return new TaskOutputs(settings, server, lookups, runs);
    }

    @Bean
    WebhookSecrets webhookSecrets(JdbcClient jdbc, Settings settings) {
        return new WebhookSecrets(jdbc, Keyring.of(settings).orElse(null));
    }

    @Bean
    ProviderKeyTable providerKeys(JdbcClient jdbc, Settings settings) {
        return new ProviderKeyTable(jdbc, ProviderKeys.Sealer.of(settings).orElse(null));
    }

    @Bean
    Callbacks callbacks(
            WebhookSecrets secrets, JdbcClient jdbc, KafkaWriter kafka, EventStreams events, Settings settings) {
        return new Callbacks(
                Keyring.of(settings).orElse(null), secrets, jdbc, kafka, events, slots(settings), Clock.systemUTC());
    }

    /** How long the engine keeps a dead task whole. */
    private static Duration deadKept(Settings settings) {
        return settings.duration(SettingNames.DEAD_LETTER_TTL, DEAD_KEPT);
    }

    private static int slots(Settings settings) {
        return settings.number(SettingNames.SLOTS, Slots.LOCAL_DEFAULT);
    }
}
