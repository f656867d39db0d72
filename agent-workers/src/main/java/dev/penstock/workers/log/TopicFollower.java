package dev.penstock.workers.log;

import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a whole topic in this process alone, without a group, on a thread of its own, and goes on whatever happens to the broker. */
public final class TopicFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration JOIN = Duration.ofSeconds(10);

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Consumer<ConsumerRecord<byte[], byte[]>> reader;
    private final Thread thread;
    private volatile boolean closing;

    /**
     * @param name of the thread, and the end of the client's id
     * @param reader gets each committed record; it throws nothing
     */
    public TopicFollower(
            Settings settings,
            String clientId,
            String name,
            String topic,
            Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        Map<String, Object> config = KafkaClients.common(settings, clientId + "-" + name);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // Whoever falls behind retention goes on with what is left.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.topic = topic;
        this.reader = reader;
        consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        thread = Thread.ofPlatform().daemon().name("worker-" + name).unstarted(this::run);
    }

    /** Returns once every record written from now on will be read. */
    public void startAtEnd() {
        List<TopicPartition> partitions = assign();
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        thread.start();
    }

    /**
     * Reads what there is, and then goes on in the background.
     *
     * @throws IllegalStateException when the topic's present end is not reached within the limit
     */
    public void startAtBeginning(Duration limit) {
        List<TopicPartition> partitions = assign();
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long deadline = System.nanoTime() + limit.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("Could not read " + topic + " to its end within " + limit.toSeconds()
                        + " s. Is the broker overloaded?");
            }
            consumer.poll(PAUSE).forEach(reader);
        }
        thread.start();
    }

    public boolean isAlive() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        try {
            if (thread.isAlive() && !thread.join(JOIN)) {
                LOG.warn("The reader of {} did not end within {}", topic, JOIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            // There is no group to leave and nothing to commit, so it need not wait for the answer to its last fetch,
            // which an idle topic's broker holds back for half a second.
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    private List<TopicPartition> assign() {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        return partitions;
    }

    private void run() {
        while (!closing) {
            try {
                consumer.poll(POLL).forEach(reader);
            } catch (WakeupException e) {
                // Closing.
            } catch (KafkaException e) {
                LOG.warn("Cannot read {}, trying again: {}", topic, e.toString());
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            closing = true;
        }
    }
}
