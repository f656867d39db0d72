package dev.penstock.workers.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.Await;
import dev.penstock.schemas.v1.AttemptEnded;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StopSenderTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final AtomicInteger over = new AtomicInteger();
    private RuntimeStub runtime;

    @BeforeEach
    void aRuntime() throws Exception {
        runtime = new RuntimeStub("acme");
    }

    @AfterEach
    void stop() {
        runtime.close();
    }

    @Test
    void shouldTellTheRuntimeSigned() {
        send(ended("baker"));

        assertThat(runtime.messages()).singleElement().satisfies(message -> {
            assertThat(message.signed()).isTrue();
            assertThat(message.id()).isEqualTo("msg_task-1_2_stop");
            assertThat(message.body())
                    .isEqualTo(
                            "{\"type\":\"task.stop\",\"tenant\":\"acme\",\"taskId\":\"task-1\",\"attempt\":2,\"role\":\"baker\",\"reason\":\"cancelled\"}");
        });
        assertThat(count("told")).isEqualTo(1);
    }

    @Test
    void shouldTellItAgainUntilItHasIt() {
        runtime.answers(number -> number < 3 ? 503 : 204);

        send(ended("baker"));

        assertThat(runtime.messages())
                .hasSize(3)
                .extracting(RuntimeStub.Message::id)
                .containsOnly("msg_task-1_2_stop");
        assertThat(pauses).isEqualTo(StopSender.PAUSES.subList(0, 2));
        assertThat(count("told")).isEqualTo(1);
    }

    @Test
    void shouldGiveUpAfterABoundedNumberOfTries() {
        runtime.answers(number -> 429);

        send(ended("baker"));

        assertThat(runtime.messages()).hasSize(StopSender.PAUSES.size() + 1);
        assertThat(pauses).isEqualTo(StopSender.PAUSES);
        assertThat(count("given_up")).isEqualTo(1);
    }

    @Test
    void shouldGiveUpOnOneThatIsNotThere() {
        StopSender sender = new StopSender(runtime.ways(), metrics, pauses::add);
        runtime.close();

        sender.send(ended("baker"), over::incrementAndGet);

        Await.until("the end", LIMIT, () -> over.get() == 1);
        assertThat(count("given_up")).isEqualTo(1);
    }

    @Test
    void shouldNotInsistWhereItIsRefused() {
        runtime.answers(number -> 404);
        send(ended("baker"));
        assertThat(runtime.messages()).hasSize(1);

        send(ended("butcher"));

        assertThat(runtime.messages()).hasSize(1);
        assertThat(count("refused")).isEqualTo(2);
    }

    @Test
    void shouldDropWhatComesOnTopOfTheMostThatMayBeUnderWay() {
        runtime.answers(number -> 503);
        CountDownLatch held = new CountDownLatch(1);
        StopSender sender = new StopSender(runtime.ways(), metrics, time -> held.await());
        for (int i = 0; i < StopSender.MAX_UNDER_WAY; i++) {
            sender.send(ended("baker"), over::incrementAndGet);
        }

        sender.send(ended("baker"), over::incrementAndGet);

        assertThat(over).hasValue(1);
        assertThat(count("dropped")).isEqualTo(1);
        runtime.answers(number -> 200);
        held.countDown();
        Await.until("all to be told", LIMIT, () -> over.get() == StopSender.MAX_UNDER_WAY + 1);
        assertThat(count("told") + count("given_up")).isEqualTo(StopSender.MAX_UNDER_WAY);
        // Their places are free again.
        sender.send(ended("baker"), over::incrementAndGet);
        Await.until("its end", LIMIT, () -> over.get() == StopSender.MAX_UNDER_WAY + 2);
        assertThat(count("dropped")).isEqualTo(1);
        assertThat(count("told") + count("given_up")).isEqualTo(StopSender.MAX_UNDER_WAY + 1);
    }

    private void send(AttemptEnded ended) {
        int before = over.get();
        new StopSender(runtime.ways(), metrics, pauses::add).send(ended, over::incrementAndGet);
        Await.until("its end", LIMIT, () -> over.get() > before);
    }

    private double count(String outcome) {
        return metrics.get("penstock.workers.stop.notices")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private static AttemptEnded ended(String role) {
        return AttemptEnded.newBuilder()
                .setTenant("acme")
                .setTaskId("task-1")
                .setAttempt(2)
                .setRole(role)
                .setReason("cancelled")
                .build();
    }
}
