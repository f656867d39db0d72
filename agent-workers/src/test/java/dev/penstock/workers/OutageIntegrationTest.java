package dev.penstock.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.EmbeddedKafka;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.simulator.Latency;
import dev.penstock.simulator.ProviderSimulator;
import dev.penstock.simulator.SimulatorSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose broker goes away and comes back. */
class OutageIntegrationTest {
    private static final String ROLE = "copywriter";
    private static final String TENANT = "acme";

    @Test
    void shouldFinishWhatRanAndGoOnAfterwards(@TempDir Path dir) throws Exception {
        EmbeddedKafka first = EmbeddedKafka.start(dir);
        String bootstrap = first.bootstrapServers();
        try (ProviderSimulator provider =
                        ProviderSimulator.start(SimulatorSettings.defaults().withLatency(Latency.NONE));
                WorkersApp app = new WorkersApp(settings(bootstrap, provider), new SimpleMeterRegistry())) {
            app.start();
            send(bootstrap, dispatch("running").setInput("[[sim:latency=2s]] a headline"));
            try (TopicLog<Command> commands = commands(bootstrap)) {
                commands.await("the start", 1, Command::hasStart);
            }
            first.close();

            try (EmbeddedKafka second = EmbeddedKafka.start(dir, first.port());
                    TopicLog<Command> commands = commands(bootstrap)) {
                List<Command> seen = commands.await("the end of what ran", 1, Command::hasFinish);
                assertThat(seen.getLast().getFinish().hasSuccess()).isTrue();

                send(bootstrap, dispatch("next"));
                commands.await("the end of the next", 2, Command::hasFinish);
                assertThat(provider.stats().overall().total()).isEqualTo(2);
                app.close();
                assertThat(second.port()).isEqualTo(first.port());
            }
        }
    }

    private static Dispatch.Builder dispatch(String key) {
        return Dispatches.of(TENANT, ROLE, key);
    }

    private static void send(String bootstrap, Dispatch.Builder dispatch) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            Topics.dispatch(ROLE, dispatch.getTier()),
                            null,
                            dispatch.build().toByteArray()))
                    .get();
        }
    }

    private static TopicLog<Command> commands(String bootstrap) {
        return new TopicLog<>(bootstrap, Topics.COMMANDS, Command.parser(), command -> true);
    }

    private static Settings settings(String bootstrap, ProviderSimulator provider) {
        return Settings.of(Map.of(
                SettingNames.KAFKA_BOOTSTRAP,
                bootstrap,
                SettingNames.ROLES,
                ROLE,
                SettingNames.WORKER_DISCOVER,
                "false",
                SettingNames.WORKER_DRAIN,
                Duration.ofSeconds(5).toString(),
                SettingNames.ANTHROPIC_URL,
                provider.baseUrl().toString(),
                SettingNames.ANTHROPIC_KEY,
                "key-for-tests"));
    }
}
