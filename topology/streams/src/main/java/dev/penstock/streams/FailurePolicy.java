package dev.penstock.streams;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a stream thread dies. Where the broker or the network is to blame another thread takes over; a bug stops the application, so
 * that it is noticed instead of repeated for ever. So does the broker's when it goes on: more than {@link #MAX_REPLACED} threads in
 * {@link #WINDOW}.
 */
final class FailurePolicy implements StreamsUncaughtExceptionHandler {
    static final int MAX_REPLACED = 20;
    static final Duration WINDOW = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(FailurePolicy.class);

    private final String application;
    private final InstantSource clock;
    private final Deque<Long> replaced = new ArrayDeque<>();

    FailurePolicy(String application, InstantSource clock) {
        this.application = application;
        this.clock = clock;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
        if (isTransient(failure) && mayReplace()) {
            LOG.warn("A thread of {} ended and is replaced", application, failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.error("{} stops: restart this process once the cause is gone", application, failure);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private boolean mayReplace() {
        long now = clock.millis();
        replaced.removeIf(at -> now - at > WINDOW.toMillis());
        replaced.add(now);
        return replaced.size() <= MAX_REPLACED;
    }

    private static boolean isTransient(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RetriableException
                    || cause instanceof ProducerFencedException
                    || cause instanceof InterruptException) {
                return true;
            }
        }
        return false;
    }
}
