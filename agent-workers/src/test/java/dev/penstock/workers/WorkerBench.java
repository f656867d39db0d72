package dev.penstock.workers;

import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.TopicAdmin;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.AttemptEnded;
import dev.penstock.schemas.v1.CancelNotice;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.DeadLetter;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.LlmCall;
import dev.penstock.schemas.v1.OutputChunk;
import dev.penstock.schemas.v1.TenantConfig;
import dev.penstock.simulator.Latency;
import dev.penstock.simulator.ProviderSimulator;
import dev.penstock.simulator.SimulatorSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A worker between a real broker and a provider of this machine, with a role and a tenant that only one test uses. */
final class WorkerBench implements AutoCloseable {
    private static final EmbeddedStack STACK = EmbeddedStack.shared();

    final String role = "role-" + UUID.randomUUID().toString().substring(0, 8);
    final String tenant = "tenant-" + UUID.randomUUID().toString().substring(0, 8);
    final ProviderSimulator provider;
    final Admin admin;
    final TopicLog<Command> commands;
    final TopicLog<LlmCall> calls;
    final TopicLog<OutputChunk> chunks;
    final TopicLog<DeadLetter> deadLetters;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    WorkerBench() throws Exception {
        admin = owned(Admin.create(Map.of("bootstrap.servers", bootstrap())));
        // Not those of the standard roles: a worker that looks for roles would serve all of them.
        TopicAdmin.ensure(admin, Topics.core(EmbeddedStack.SLOTS));
        provider = owned(ProviderSimulator.start(SimulatorSettings.defaults().withLatency(Latency.NONE)));
        producer = owned(new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
        commands = log(Topics.COMMANDS, Command.parser(), command -> command.getTenant()
                .equals(tenant));
        calls = log(Topics.LLM_CALLS, LlmCall.parser(), call -> call.getTenant().equals(tenant));
        chunks = log(
                Topics.STREAM, OutputChunk.parser(), chunk -> chunk.getTenant().equals(tenant));
        deadLetters = log(Topics.DLQ, DeadLetter.parser(), letter -> letter.getSource()
                .getTopic()
                .contains("." + role + "."));
    }

    static String bootstrap() {
        return STACK.kafkaBootstrap();
    }

    Settings settings() {
        return Settings.of(Map.of(
                SettingNames.KAFKA_BOOTSTRAP,
                bootstrap(),
                SettingNames.SLOTS,
                Integer.toString(EmbeddedStack.SLOTS),
                SettingNames.ROLES,
                role,
                SettingNames.WORKER_DISCOVER,
                "false",
                SettingNames.WORKER_DRAIN,
                "0s",
                SettingNames.ANTHROPIC_URL,
                provider.baseUrl().toString(),
                SettingNames.ANTHROPIC_KEY,
                "key-for-tests",
                SettingNames.ANTHROPIC_TRACE_HEADERS,
                "true"));
    }

    WorkersApp start() throws Exception {
        return start(settings());
    }

    WorkersApp start(Settings settings) throws Exception {
        WorkersApp app = owned(new WorkersApp(settings, new SimpleMeterRegistry()));
        app.start();
        return app;
    }

    /** A dispatch of a task of this test; nothing is sent yet. */
    Dispatch.Builder dispatch(String key) {
        return Dispatches.of(tenant, role, key);
    }

    /** Puts it where the engine does. */
    Dispatch send(Dispatch.Builder dispatch) throws Exception {
        Dispatch built = dispatch.build();
        send(Topics.dispatch(built.getRole(), built.getTier()), built.toByteArray());
        return built;
    }

    void send(String topic, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(topic, null, value)).get();
    }

    /** Lets its tenant use so many tokens of each provider a minute; for workers that start afterwards. */
    void allowTokens(long perMinute) throws Exception {
        byte[] config = TenantConfig.newBuilder()
                .setTenant(tenant)
                .setVersion(1)
                .setPlan("enterprise")
                .setTokensPerMinute(perMinute)
                .build()
                .toByteArray();
        producer.send(new ProducerRecord<>(Topics.TENANT_CONFIG, tenant.getBytes(StandardCharsets.UTF_8), config))
                .get();
    }

    void signal(Dispatch dispatch, String workerId) throws Exception {
        send(
                Topics.SIGNALS,
                AttemptEnded.newBuilder()
                        .setTenant(tenant)
                        .setTaskId(dispatch.getTaskId())
                        .setAttempt(dispatch.getAttempt())
                        .setReason("cancelled")
                        .setWorkerId(workerId)
                        .build()
                        .toByteArray());
    }

    /** As the API does once the command is on the log. */
    void cancel(Dispatch dispatch) throws Exception {
        send(
                Topics.CANCELS,
                CancelNotice.newBuilder()
                        .setTenant(tenant)
                        .setTaskId(dispatch.getTaskId())
                        .setAtMillis(dispatch.getGrantedAtMillis())
                        .build()
                        .toByteArray());
    }

    /** Calls of this test's tenant that the provider answers now. */
    int callsAtProvider() {
        return provider.stats().overall().current();
    }

    long callsEver() {
        return provider.stats().overall().total();
    }

    void awaitCallAtProvider() {
        // The first call of a JVM loads a good part of the vendor's client.
        dev.penstock.embedded.Await.until("a call", Duration.ofSeconds(60), () -> callsAtProvider() > 0);
    }

    @Override
    public void close() throws Exception {
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }

    private <T> TopicLog<T> log(
            String topic, com.google.protobuf.Parser<T> parser, java.util.function.Predicate<T> mine) {
        return owned(new TopicLog<>(bootstrap(), topic, parser, mine));
    }

    <T extends AutoCloseable> T owned(T part) {
        parts.push(part);
        return part;
    }
}
