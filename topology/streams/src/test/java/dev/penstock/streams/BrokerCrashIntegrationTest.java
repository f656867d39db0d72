package dev.penstock.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.Await;
import dev.penstock.embedded.EmbeddedKafka;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.embedded.ForkOptions;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.Event.KindCase;
import dev.penstock.schemas.v1.Tier;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;

/** The only broker is killed under a running streams process, and comes back. */
class BrokerCrashIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int SLOTS = 2;
    private static final int TASKS = 400;
    private static final int HEAP_MEGABYTES = 384;
    private static final String TENANT = "acme";

    @Test
    void shouldGoOnWhenTheBrokerIsBack() throws Exception {
        Path dir = EmbeddedStack.shared().stateDir("broker-crash");
        ForkOptions options = ForkOptions.sameClasspath(HEAP_MEGABYTES, dir.resolve("kafka.log"));
        EmbeddedKafka kafka = EmbeddedKafka.fork(dir.resolve("kafka"), 0, options);
        String bootstrap = kafka.bootstrapServers();
        Settings settings = Settings.of(Map.of(
                SettingNames.KAFKA_BOOTSTRAP, bootstrap,
                SettingNames.SLOTS, Integer.toString(SLOTS),
                SettingNames.STATE_DIR, dir.toString()));
        try (StreamsApp app = new StreamsApp(settings, new SimpleMeterRegistry())) {
            app.start();
            try (EventLog events = new EventLog(bootstrap, SLOTS);
                    Producer<byte[], byte[]> producer = FakeWorker.producer(bootstrap);
                    FakeWorker worker = new FakeWorker(bootstrap, SLOTS)) {
                FakeWorker.send(producer, SLOTS, Commands.configure(Commands.config(TENANT, 5, "copywriter")));
                for (int i = 0; i < TASKS; i++) {
                    FakeWorker.send(producer, SLOTS, Commands.submit(TENANT, "k" + i, "copywriter", Tier.TIER_NORMAL));
                }
                producer.flush();
                Await.until("some work", LIMIT, () -> events.count(TENANT, KindCase.SUCCEEDED) > 20);

                kafka.process().destroyForcibly();
                kafka.process().onExit().get();
                kafka.close();
                kafka = EmbeddedKafka.fork(dir.resolve("kafka"), kafka.port(), options);

                Await.until("all to end", LIMIT, () -> events.count(TENANT, KindCase.SUCCEEDED) >= TASKS);
                List<Event> all = events.of(TENANT);
                assertThat(all)
                        .extracting(Event::getSeq)
                        .isEqualTo(LongStream.rangeClosed(1, all.size()).boxed().toList());
                assertThat(all.stream().filter(Event::hasSucceeded).map(e -> e.getTask()
                                .getTaskId()))
                        .doesNotHaveDuplicates();
                assertThat(app.health().live()).isTrue();
            }
        } finally {
            kafka.close();
        }
    }
}
