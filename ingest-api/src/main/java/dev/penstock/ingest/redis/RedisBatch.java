package dev.penstock.ingest.redis;

import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Sends what many requests want of Redis at the same time as one pipeline over one connection: a round trip costs a request next to nothing when
 * others share it. After a failure everything fails at once for {@link #PAUSE_MILLIS}, so that an absent Redis slows nobody down.
 */
public final class RedisBatch implements AutoCloseable {
    static final int MAX_WAITING = 16_384;
    static final long PAUSE_MILLIS = 500;

    private static final Logger LOG = LoggerFactory.getLogger(RedisBatch.class);

    private final RedisAddress address;
    private final int maxBatch;
    private final BlockingQueue<Call<?>> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread sender = Thread.ofPlatform().daemon().name("api-redis").unstarted(this::run);
    private @Nullable Connection connection;
    private volatile long pausedUntilNanos = System.nanoTime();
    private volatile boolean closed;

    /** Connects at the first command. At most {@code maxBatch} of them are on their way at once, which bounds what their answers take. */
    public RedisBatch(RedisAddress address, int maxBatch) {
        this.address = address;
        this.maxBatch = maxBatch;
        sender.start();
    }

    /** Redis did not answer, or not in time. */
    public static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Unavailable(Throwable cause) {
            super("Redis does not answer: " + cause.getMessage(), cause, false, false);
        }

        Unavailable(String message) {
            super(message, null, false, false);
        }
    }

    private record Call<T extends @Nullable Object>(
            Function<Pipeline, Response<T>> command, CompletableFuture<T> answer) {}

    private record Sent<T extends @Nullable Object>(Response<T> response, CompletableFuture<T> answer) {
        void complete() {
            try {
                answer.complete(response.get());
            } catch (JedisException e) {
                answer.completeExceptionally(new Unavailable(e));
            }
        }
    }

    /** Sends one command; the answer, which may be null, fails with {@link Unavailable} when Redis does not answer. */
    public <T extends @Nullable Object> CompletableFuture<T> submit(Function<Pipeline, Response<T>> command) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (closed || System.nanoTime() - pausedUntilNanos < 0) {
            answer.completeExceptionally(new Unavailable("Redis did not answer a moment ago"));
        } else if (!waiting.offer(new Call<>(command, answer))) {
            answer.completeExceptionally(new Unavailable("Redis does not keep up"));
        } else if (closed) {
            // The sender may have emptied the queue just before.
            answer.completeExceptionally(new Unavailable("The API is stopping"));
        }
        return answer;
    }

    private void run() {
        List<Call<?>> batch = new ArrayList<>(maxBatch);
        try {
            while (!closed) {
                batch.add(waiting.take());
                waiting.drainTo(batch, maxBatch - 1);
                send(batch);
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            disconnect();
            waiting.drainTo(batch);
            fail(batch, new Unavailable("The API is stopping"));
        }
    }

    private void send(List<Call<?>> batch) {
        boolean reused = connection != null;
        try {
            exchange(batch);
        } catch (JedisException e) {
            disconnect();
            // A connection that was dropped while idle says nothing about Redis: once more over a new one. Every
            // command here may be sent twice.
            if (reused && !(e.getCause() instanceof SocketTimeoutException)) {
                send(batch);
                return;
            }
            LOG.warn("Redis does not answer: {}", e.toString());
            pausedUntilNanos = System.nanoTime() + PAUSE_MILLIS * 1_000_000;
            fail(batch, new Unavailable(e));
        }
    }

    private void exchange(List<Call<?>> batch) {
        Connection current = connection;
        if (current == null) {
            current = address.connect();
            connection = current;
        }
        Pipeline pipeline = new Pipeline(current, false);
        List<Sent<?>> sent = new ArrayList<>(batch.size());
        for (Call<?> call : batch) {
            sent.add(queue(call, pipeline));
        }
        pipeline.sync();
        sent.forEach(Sent::complete);
    }

    private static <T extends @Nullable Object> Sent<T> queue(Call<T> call, Pipeline pipeline) {
        return new Sent<>(call.command.apply(pipeline), call.answer);
    }

    private static void fail(List<Call<?>> calls, Unavailable failure) {
        calls.forEach(call -> call.answer.completeExceptionally(failure));
    }

    private void disconnect() {
        Connection old = connection;
        connection = null;
        if (old != null) {
            try {
                old.close();
            } catch (JedisException e) {
                LOG.debug("A broken connection did not close: {}", e.toString());
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        sender.interrupt();
    }
}
