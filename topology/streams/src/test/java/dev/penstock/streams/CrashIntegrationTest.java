package dev.penstock.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.Await;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.Event.KindCase;
import dev.penstock.schemas.v1.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;

/** The streams process is killed in the middle of its work. */
class CrashIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int SLOTS = EmbeddedStack.SLOTS;
    private static final int TASKS = 600;

    @Test
    void shouldLoseAndRepeatNothingWhenKilledMidTransaction() throws Exception {
        EmbeddedStack stack = EmbeddedStack.shared();
        stack.createTopics();
        String bootstrap = stack.kafkaBootstrap();
        Path dir = stack.stateDir("crash");
        Settings settings = Settings.of(Map.of(
                SettingNames.KAFKA_BOOTSTRAP, bootstrap,
                SettingNames.SLOTS, Integer.toString(SLOTS),
                SettingNames.STATE_DIR, dir.toString()));
        String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
        StreamsProcess process = StreamsProcess.start(settings, dir);
        try (EventLog events = new EventLog(bootstrap, SLOTS);
                Producer<byte[], byte[]> producer = FakeWorker.producer(bootstrap);
                FakeWorker worker = new FakeWorker(bootstrap, SLOTS)) {
            FakeWorker.send(producer, SLOTS, Commands.configure(Commands.config(tenant, 5, "copywriter")));
            for (int i = 0; i < TASKS; i++) {
                FakeWorker.send(producer, SLOTS, Commands.submit(tenant, "k" + i, "copywriter", Tier.TIER_NORMAL));
            }
            producer.flush();
            Await.until("some work", LIMIT, () -> events.count(tenant, KindCase.SUCCEEDED) > 20);
            process.kill();
            long before = events.count(tenant, KindCase.SUCCEEDED);
            process = StreamsProcess.start(settings, dir);
            Await.until("work to go on", LIMIT, () -> events.count(tenant, KindCase.SUCCEEDED) > before + 1);
            Await.until("all to end", LIMIT, () -> events.count(tenant, KindCase.SUCCEEDED) >= TASKS);

            List<Event> all = events.of(tenant);
            assertThat(all)
                    .extracting(Event::getSeq)
                    .isEqualTo(LongStream.rangeClosed(1, all.size()).boxed().toList());
            assertThat(all.stream().filter(Event::hasSucceeded).map(e -> e.getTask()
                            .getTaskId()))
                    .doesNotHaveDuplicates()
                    .hasSize(TASKS);
            assertThat(all.stream()
                            .filter(Event::hasGranted)
                            .mapToInt(e -> e.getGranted().getLive())
                            .max())
                    .as("grants live at once, of a cap of 5")
                    .hasValue(5);
        } finally {
            process.stop();
        }
    }
}
