package dev.penstock.streams;

import dev.penstock.runtime.Health;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/** One Kafka Streams application of this process: started, watched and closed. */
final class StreamsInstance implements AutoCloseable {
    /** Starting includes restoring state that is not on this machine, which takes its time. */
    static final Duration START_LIMIT = Duration.ofMinutes(10);

    static final Duration CLOSE_LIMIT = Duration.ofSeconds(20);

    private final String name;
    private final KafkaStreams streams;
    private final MeterRegistry metrics;
    private final List<Gauge> gauges;
    private final CountDownLatch decided = new CountDownLatch(1);

    StreamsInstance(Topology topology, Properties config, MeterRegistry metrics) {
        this.name = config.getProperty(StreamsConfig.APPLICATION_ID_CONFIG);
        this.metrics = metrics;
        this.streams = new KafkaStreams(topology, config);
        streams.setUncaughtExceptionHandler(new FailurePolicy(name, InstantSource.system()));
        streams.setStateListener((now, before) -> {
            switch (now) {
                case CREATED, REBALANCING -> {}
                case RUNNING, PENDING_SHUTDOWN, NOT_RUNNING, PENDING_ERROR, ERROR -> decided.countDown();
            }
        });
        this.gauges = List.of(
                gauge("penstock.streams.commit.rate", "Commits a second, over all threads", "commit-rate"),
                gauge("penstock.streams.process.rate", "Records processed a second, over all threads", "process-rate"));
    }

    void start() {
        streams.start();
    }

    /**
     * Returns once it works.
     *
     * @throws IllegalStateException when it does not get that far
     */
    void awaitRunning() throws InterruptedException {
        boolean inTime = decided.await(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        if (!inTime || !health().live()) {
            throw new IllegalStateException(name + " did not start: it is " + streams.state() + ". Its log says why.");
        }
    }

    Health health() {
        String detail = name + " is " + streams.state();
        return switch (streams.state()) {
            case RUNNING -> Health.up(detail);
            case CREATED, REBALANCING -> Health.starting(detail);
            case PENDING_SHUTDOWN, PENDING_ERROR, NOT_RUNNING, ERROR -> Health.failed(detail);
        };
    }

    /** Host and port of the process that works on a partition, as the last rebalance has it; empty when none is known. */
    Optional<String> holder(TopicPartition partition) {
        if (!streams.state().isRunningOrRebalancing()) {
            return Optional.empty();
        }
        return streams.metadataForAllStreamsClients().stream()
                .filter(client -> client.topicPartitions().contains(partition))
                .findFirst()
                .map(client -> client.host() + ":" + client.port());
    }

    /** Whether all of its threads and stores are closed, so that what they used may be freed. */
    boolean isOver() {
        return switch (streams.state()) {
            case NOT_RUNNING, ERROR -> true;
            case CREATED, REBALANCING, RUNNING, PENDING_SHUTDOWN, PENDING_ERROR -> false;
        };
    }

    /** Commits what is under way and leaves the group, so that another process takes over at once. */
    @Override
    public void close() {
        gauges.forEach(metrics::remove);
        streams.close(CloseOptions.timeout(CLOSE_LIMIT)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }

    private Gauge gauge(String gauge, String description, String metric) {
        return Gauge.builder(gauge, streams, s -> threadMetric(s, metric))
                .description(description)
                .tag("application", name)
                .register(metrics);
    }

    private static double threadMetric(KafkaStreams streams, String metric) {
        return streams.metrics().entrySet().stream()
                .filter(e ->
                        e.getKey().name().equals(metric) && e.getKey().group().equals("stream-thread-metrics"))
                .mapToDouble(e -> e.getValue().metricValue() instanceof Double value && !value.isNaN() ? value : 0)
                .sum();
    }
}
