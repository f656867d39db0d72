package dev.penstock.workers.webhook;

import dev.penstock.schemas.v1.AttemptEnded;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a runtime to stop, a bounded number of times: one that cannot be told learns it by the answer to its next callback. So many notices may be
 * under way at once; what comes on top is not sent.
 */
final class StopSender {
    /** Notices under way at once. */
    static final int MAX_UNDER_WAY = 1_000;

    /** Waits between the tries, of which there is one more. */
    static final List<Duration> PAUSES = List.of(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(30));

    static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(StopSender.class);

    private final TenantRuntimes runtimes;
    private final Pause pause;
    private final Semaphore places = new Semaphore(MAX_UNDER_WAY);
    private final Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);

    /** Waits. */
    @FunctionalInterface
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    /** What came of a notice. */
    enum Outcome {
        /** The runtime has it. */
        TOLD,
        /** The runtime does not want it, or there is no way to it. */
        REFUSED,
        /** The runtime did not take it, however often. */
        GIVEN_UP,
        /** Too many were under way. */
        DROPPED
    }

    /** What came of one try. */
    private enum Try {
        TAKEN,
        REFUSED,
        FAILED
    }

    StopSender(TenantRuntimes runtimes, MeterRegistry metrics, Pause pause) {
        this.runtimes = runtimes;
        this.pause = pause;
        for (Outcome outcome : Outcome.values()) {
            counters.put(
                    outcome,
                    Counter.builder("penstock.workers.stop.notices")
                            .description("Notices to tenants' runtimes that an attempt is not wanted any more")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(metrics));
        }
    }

    /**
     * Sends one, on a thread of its own; returns at once.
     *
     * @param over called when nothing more will be done for it
     */
    void send(AttemptEnded ended, Runnable over) {
        if (!places.tryAcquire()) {
            count(Outcome.DROPPED);
            over.run();
            return;
        }
        Thread.startVirtualThread(() -> {
            try {
                count(tell(ended));
            } catch (InterruptedException e) {
                throw new IllegalStateException("Nobody interrupts a notice", e);
            } finally {
                places.release();
                over.run();
            }
        });
    }

    private Outcome tell(AttemptEnded ended) throws InterruptedException {
        byte[] body = TaskMessage.stop(ended);
        for (int tries = 0; ; tries++) {
            switch (attempt(ended, body)) {
                case TAKEN -> {
                    return Outcome.TOLD;
                }
                case REFUSED -> {
                    return Outcome.REFUSED;
                }
                case FAILED -> {
                    if (tries == PAUSES.size()) {
                        LOG.info(
                                "The runtime of {} could not be told to stop attempt {} of task {}",
                                ended.getTenant(),
                                ended.getAttempt(),
                                ended.getTaskId());
                        return Outcome.GIVEN_UP;
                    }
                    pause.of(PAUSES.get(tries));
                }
            }
        }
    }

    private Try attempt(AttemptEnded ended, byte[] body) {
        if (!(runtimes.to(ended.getTenant(), ended.getRole()) instanceof TenantRuntimes.Way.Open way)) {
            return Try.REFUSED;
        }
        String id = "msg_" + ended.getTaskId() + "_" + ended.getAttempt() + "_stop";
        try (Response response = runtimes.post(way, id, body, LIMIT).execute()) {
            int status = response.code();
            if (response.isSuccessful()) {
                return Try.TAKEN;
            }
            return status == 408 || status == 429 || status >= 500 ? Try.FAILED : Try.REFUSED;
        } catch (IOException e) {
            // Out of reach, or too slow: tried again, and in the end told in the log.
            return Try.FAILED;
        }
    }

    private void count(Outcome outcome) {
        Counter counter = counters.get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }
}
