package dev.penstock.projections;

import com.mongodb.MongoException;
import dev.penstock.runtime.Health;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One projection's thread: reads a topic and writes to a target that remembers the position itself.
 *
 * <p>A partition is read only after its position was taken from the target. After any failure, a fenced write and a commit of unknown end
 * included, all positions are taken anew, so a batch is neither lost nor written twice. While the target is out of reach the loop backs off
 * with its partitions paused and keeps its place in the consumer group.
 */
final class ConsumerLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerLoop.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
    private static final Duration MAX_BACK_OFF = Duration.ofSeconds(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

    private final String name;
    private final String topic;
    private final Consumer<byte[], byte[]> consumer;
    private final BatchTarget target;
    private final LoopMetrics metrics;
    private final Thread thread;
    private final Set<TopicPartition> unsettled = new HashSet<>();
    /** Up to where each partition is written; those below which nothing is known are not in it. */
    private final Map<TopicPartition, Long> written = new HashMap<>();

    private volatile Health health;
    private volatile boolean stopping;
    private Duration backOff = FIRST_BACK_OFF;

    ConsumerLoop(
            String name, String topic, Consumer<byte[], byte[]> consumer, BatchTarget target, LoopMetrics metrics) {
        this.name = name;
        this.topic = topic;
        this.consumer = consumer;
        this.target = target;
        this.metrics = metrics;
        this.health = Health.starting(name + " has no partitions yet");
        this.thread = Thread.ofPlatform().name("projection-" + name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    Health health() {
        return health;
    }

    /** Ends after the batch at hand. */
    @Override
    public void close() {
        stopping = true;
        consumer.wakeup();
        try {
            thread.join(STOP_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("The projection {} does not end within {}; its thread is left to its fate", name, STOP_LIMIT);
            thread.interrupt();
        }
    }

    private void run() {
        try (target;
                consumer) {
            consumer.subscribe(List.of(topic), new Assignment());
            while (!stopping) {
                turn();
            }
        } catch (WakeupException e) {
            if (!stopping) {
                throw e;
            }
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            // A bug: going on could write nonsense, so this process stops projecting and says so.
            health = Health.failed(name + " failed: " + e);
            LOG.error("The projection {} failed and has stopped", name, e);
            throw e;
        }
    }

    private void turn() {
        try {
            settle();
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                metrics.batch(inOrder(records), target::write);
            }
            healthy();
        } catch (FencedException e) {
            LOG.info("The projection {} takes its positions anew: {}", name, e.getMessage());
            metrics.fenced();
            unsettle();
        } catch (WakeupException e) {
            throw e;
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        } catch (SQLException | JedisException | MongoException | KafkaException e) {
            failed(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("A target may throw only what it names", e);
        }
    }

    private void healthy() {
        backOff = FIRST_BACK_OFF;
        Set<TopicPartition> assigned = consumer.assignment();
        assigned.stream().filter(p -> !unsettled.contains(p)).forEach(p -> written.put(p, consumer.position(p)));
        metrics.lag(assigned.stream()
                .mapToLong(p -> consumer.currentLag(p).orElse(0))
                .sum());
        if (unsettled.isEmpty()) {
            health =
                    Health.up(name + " reads " + assigned.size() + " partitions, " + metrics.lag() + " records behind");
        }
    }

    private void failed(Exception e) {
        metrics.failed();
        health = failing(e);
        LOG.warn("The projection {} failed and tries again in {}", name, backOff, e);
        unsettle();
        rest();
        health = failing(e);
        backOff = backOff.multipliedBy(2).compareTo(MAX_BACK_OFF) < 0 ? backOff.multipliedBy(2) : MAX_BACK_OFF;
    }

    private Health failing(Exception e) {
        return Health.starting(
                name + " cannot write and tries again, " + metrics.lag() + " records behind: " + e.getMessage());
    }

    /** Waits for the back-off. All partitions are paused, so the poll brings nothing and keeps the place in the group. */
    private void rest() {
        try {
            consumer.poll(backOff);
            lookAhead();
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            // Kafka is in trouble as well; the next turn meets that again, and backs off for longer.
            metrics.failed();
        }
    }

    /** How far it is behind while nothing is read: what was read last was not written. */
    private void lookAhead() {
        written.keySet().retainAll(consumer.assignment());
        metrics.lag(consumer.endOffsets(written.keySet()).entrySet().stream()
                .mapToLong(end -> end.getValue() - written.getOrDefault(end.getKey(), end.getValue()))
                .sum());
    }

    private void unsettle() {
        unsettled.addAll(consumer.assignment());
        consumer.pause(consumer.assignment());
    }

    private void settle() throws Exception {
        if (unsettled.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> positions = target.positions(List.copyOf(unsettled));
        positions.forEach(consumer::seek);
        written.putAll(positions);
        consumer.resume(unsettled);
        unsettled.clear();
    }

    private static List<ConsumerRecord<byte[], byte[]>> inOrder(ConsumerRecords<byte[], byte[]> records) {
        List<ConsumerRecord<byte[], byte[]>> list = new ArrayList<>(records.count());
        records.forEach(list::add);
        return list;
    }

    private final class Assignment implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            consumer.pause(partitions);
            unsettled.addAll(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            unsettled.removeAll(Set.copyOf(partitions));
        }
    }
}
