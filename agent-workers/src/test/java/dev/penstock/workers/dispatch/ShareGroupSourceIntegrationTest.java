package dev.penstock.workers.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.runtime.TopicAdmin;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Tier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class ShareGroupSourceIntegrationTest {
    /** Far longer than anything here takes, so that waiting it out shows. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String role = "role-" + UUID.randomUUID().toString().substring(0, 8);
    private final Map<String, Object> common =
            Map.of("bootstrap.servers", EmbeddedStack.shared().kafkaBootstrap(), "client.id", role);
    private final List<Exception> failures = new ArrayList<>();

    /** The engine dispatches in transactions, whose ends lie between the records. */
    @Test
    void shouldFindTheNextTaskBehindTheEndOfATransactionWithoutWaitingOutItsLimit() throws Exception {
        createTopics();
        try (ShareGroupSource source =
                        new ShareGroupSource(common, role, ShareGroupSource.Take.NOT_URGENT, 1, failures::add);
                KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.initTransactions();
            for (int i = 0; i < 5; i++) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(Topics.dispatch(role, Tier.TIER_NORMAL), bytes("task-" + i)));
                producer.commitTransaction();
            }

            List<String> taken = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                List<Delivery> deliveries = source.poll(LIMIT);
                assertThat(deliveries).as("poll %d", i + 1).hasSize(1);
                taken.add(new String(deliveries.getFirst().value(), StandardCharsets.UTF_8));
                source.settle(deliveries.getFirst(), Delivery.Verdict.ACCEPT);
                source.commit();
            }
            assertThat(taken).containsExactly("task-0", "task-1", "task-2", "task-3", "task-4");
        }
        assertThat(failures).isEmpty();
    }

    private void createTopics() throws Exception {
        try (Admin admin = Admin.create(common)) {
            TopicAdmin.ensure(admin, Topics.forRoles(List.of(role), 1, Topics.DISPATCH_PARTITIONS));
            ShareGroups.configure(admin, List.of(role));
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", common.get("bootstrap.servers"), "transactional.id", role),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
