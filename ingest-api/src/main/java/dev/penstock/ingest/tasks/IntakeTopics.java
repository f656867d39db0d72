package dev.penstock.ingest.tasks;

import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which intake topics exist: listed at the start, every {@link #REFRESH} thereafter, and when somebody asks for one that is unknown, yet at most
 * once in {@link #LEAST_BETWEEN}. Never creates one. While Kafka is away the last list stands.
 */
public final class IntakeTopics implements AutoCloseable {
    static final Duration REFRESH = Duration.ofSeconds(10);
    static final Duration LEAST_BETWEEN = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(IntakeTopics.class);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

    private final Admin admin;
    private final ReentrantLock listing = new ReentrantLock();
    private volatile Set<String> known = Set.of();
    private volatile long listedNanos = System.nanoTime() - REFRESH.toNanos();
    private volatile boolean closed;
    private final Thread refresher = Thread.ofVirtual().name("api-topics").unstarted(this::refresh);

    public IntakeTopics(Settings settings) {
        var config = KafkaClients.common(settings, "penstock-api-topics");
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 1_500);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER_LIMIT.toMillis());
        admin = Admin.create(config);
    }

    /** Lists the topics for the first time, for up to {@code limit}. */
    public void start(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!list()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Kafka did not list its topics within " + limit
                        + ". Check that it runs and where the settings point.");
            }
        }
        refresher.start();
    }

    /** Whether {@code topic} exists, as far as is known. */
    public boolean exists(String topic) {
        if (known.contains(topic)) {
            return true;
        }
        // One after the other: who comes second finds what the first has listed.
        listing.lock();
        try {
            if (!known.contains(topic) && System.nanoTime() - listedNanos > LEAST_BETWEEN.toNanos()) {
                list();
            }
        } finally {
            listing.unlock();
        }
        return known.contains(topic);
    }

    /** Roles that have intake topics, in order of name, as far as is known. */
    public List<String> roles() {
        return known.stream()
                .flatMap(topic -> Topics.intake(topic).stream())
                .map(Topics.Intake::role)
                .distinct()
                .sorted()
                .toList();
    }

    private void refresh() {
        try {
            while (!closed) {
                Thread.sleep(REFRESH);
                list();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean list() {
        try {
            Set<String> names = admin.listTopics().names().get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            known = names.stream()
                    .filter(name -> Topics.intake(name).isPresent())
                    .collect(Collectors.toUnmodifiableSet());
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Kafka did not list its topics: {}", String.valueOf(e.getCause() == null ? e : e.getCause()));
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            listedNanos = System.nanoTime();
        }
    }

    @Override
    public void close() {
        closed = true;
        refresher.interrupt();
        admin.close(Duration.ofSeconds(1));
    }
}
