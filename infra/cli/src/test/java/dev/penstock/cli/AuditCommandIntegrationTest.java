package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.board.Board;
import dev.penstock.cli.board.EventTail;
import dev.penstock.cli.board.Events;
import dev.penstock.embedded.Await;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.runtime.SettingNames;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.Tier;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** {@code penstock audit} and the live view's feed over a real broker. */
class AuditCommandIntegrationTest {
    private static final String ROLE = "copywriter";

    private static int audit(StringWriter out) {
        StringWriter err = new StringWriter();
        return Penstock.run(
                new PrintWriter(out),
                new PrintWriter(err),
                "audit",
                "--kafka",
                EmbeddedStack.shared().kafkaBootstrap());
    }

    private static int documents(StringWriter err) {
        return Penstock.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(err),
                "audit",
                "--documents",
                "--kafka",
                EmbeddedStack.shared().kafkaBootstrap());
    }

    @Test
    void shouldSayWhichMongoDbItCannotHoldAgainstTheEvents() {
        EmbeddedStack.shared().createTopics();
        StringWriter unset = new StringWriter();
        assertThat(documents(unset)).isEqualTo(ExitCodes.USAGE);
        assertThat(unset.toString()).contains("penstock.mongo.url").hasLineCount(1);

        StringWriter away = new StringWriter();
        System.setProperty(SettingNames.MONGO_URL, "mongodb://user:secret@127.0.0.1:1");
        try {
            assertThat(documents(away)).isEqualTo(ExitCodes.ENVIRONMENT);
        } finally {
            System.clearProperty(SettingNames.MONGO_URL);
        }
        assertThat(away.toString())
                .contains("MongoDB at 127.0.0.1:1 does not answer")
                .doesNotContain("secret");
    }

    private static void publish(List<Event> events) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        EmbeddedStack.shared().kafkaBootstrap()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = events.stream()
                    .map(e -> producer.send(new ProducerRecord<>(
                            Topics.EVENTS, 0, e.getTenant().getBytes(StandardCharsets.UTF_8), e.toByteArray())))
                    .toList();
            producer.flush();
            sent.forEach(Future::resultNow);
        }
    }

    @Test
    void shouldPassAGoodLogFeedTheBoardAndExit1OnAViolation() {
        EmbeddedStack.shared().createTopics();
        Events events = new Events()
                .configured("acme", 1, ROLE)
                .accepted("acme", ROLE, Tier.TIER_NORMAL, "a")
                .rejected("acme", "x", "r");
        publish(events.list());

        StringWriter good = new StringWriter();
        assertThat(audit(good)).as(good.toString()).isEqualTo(ExitCodes.OK);
        assertThat(good.toString()).contains("I1", "I8", "every invariant holds");

        Board board = new Board();
        try (EventTail tail = EventTail.fromStart(EmbeddedStack.shared().kafkaBootstrap(), board::apply)) {
            Await.until(
                    "the board to have seen it",
                    Duration.ofSeconds(20),
                    () -> board.totals().accepted() == 1 && board.totals().rejected() == 1);
            tail.check();
        }

        publish(new Events()
                .accepted("other", ROLE, Tier.TIER_NORMAL, "b")
                .granted("other", "b", 2, 9, 1)
                .list());
        StringWriter bad = new StringWriter();
        assertThat(audit(bad)).isEqualTo(ExitCodes.FAILED);
        assertThat(bad.toString()).contains("attempt 2 granted where attempt 1 was next");
    }
}
