package dev.penstock.workers.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.Await;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.AttemptEnded;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ends on a real topic, and a runtime that hears of them. */
class StopNoticesIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final String tenant = "t-" + UUID.randomUUID();
    private final Settings settings = EmbeddedStack.shared().settings();
    private RuntimeStub runtime;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void start() throws Exception {
        EmbeddedStack.shared().createTopics();
        runtime = new RuntimeStub(tenant);
        producer = new KafkaProducer<>(
                KafkaClients.producer(settings, "test"), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        producer.close();
        runtime.close();
    }

    @Test
    void shouldTellWhatTheEngineEndedAndNothingElse() throws Exception {
        try (StopNotices notices = notices(Thread::sleep)) {
            notices.start();
            signal(ended("old").build(), System.currentTimeMillis() - StopNotices.STALE.toMillis() - 1_000);
            signal(ended("refused").setReason("refused").setWorkerId("worker-7").build());
            signal(ended("other").setRole("copywriter").build());
            signal(ended("stranger").setTenant("nobody").build());
            producer.send(new ProducerRecord<>(Topics.SIGNALS, new byte[] {1}, new byte[] {-1, -1}))
                    .get();
            for (String reason : List.of("cancelled", "expired", "lease_lapsed", "attempt_timeout")) {
                signal(ended(reason).setReason(reason).build());
            }

            Await.until("the notices", LIMIT, () -> runtime.messages().size() == 4);

            assertThat(runtime.messages())
                    .extracting(RuntimeStub.Message::id)
                    .containsExactlyInAnyOrder(
                            "msg_cancelled_1_stop",
                            "msg_expired_1_stop",
                            "msg_lease_lapsed_1_stop",
                            "msg_attempt_timeout_1_stop");
        }
    }

    @Test
    void shouldLeaveToTheNextWhatItWasNotDoneWith() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        runtime.answers(number -> number == 1 ? 200 : 503);
        try (StopNotices first = notices(time -> never.await())) {
            first.start();
            signal(ended("told").build());
            Await.until("the first", LIMIT, () -> runtime.messages().size() == 1);
            signal(ended("untold").build());
            Await.until("the second", LIMIT, () -> runtime.messages().size() == 2);
            signal(ended("after").build());
            Await.until("the third", LIMIT, () -> runtime.messages().size() == 3);
        }
        runtime.answers(number -> 200);
        runtime.messages().clear();

        try (StopNotices next = notices(Thread::sleep)) {
            next.start();

            Await.until("both", LIMIT, () -> runtime.messages().size() == 2);
            assertThat(runtime.messages())
                    .extracting(RuntimeStub.Message::id)
                    .containsExactlyInAnyOrder("msg_untold_1_stop", "msg_after_1_stop");
        }
        never.countDown();
    }

    private StopNotices notices(StopSender.Pause pause) {
        TenantRuntimes ways = runtime.ways();
        return new StopNotices(
                settings, "test", ways, new StopSender(ways, new SimpleMeterRegistry(), pause), InstantSource.system());
    }

    private AttemptEnded.Builder ended(String task) {
        return AttemptEnded.newBuilder()
                .setTenant(tenant)
                .setTaskId(task)
                .setAttempt(1)
                .setRole("baker")
                .setReason("cancelled");
    }

    private void signal(AttemptEnded ended) throws Exception {
        signal(ended, System.currentTimeMillis());
    }

    private void signal(AttemptEnded ended, long atMillis) throws Exception {
        byte[] key = ended.getTenant().getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(Topics.SIGNALS, null, atMillis, key, ended.toByteArray()))
                .get();
    }
}
