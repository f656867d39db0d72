package dev.penstock.streams.admission;

import dev.penstock.admission.Engine;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Hands questions about slots over to the stream threads that own them. An engine knows one thread only, so whoever asks waits, and the slot answers when
 * it looks around: between two commands, at least every {@link Slot#LOOK_AROUND} when it is idle, and at most {@link #MAX_PER_TURN} at once, so that the
 * work itself is hardly slowed. For any number of threads.
 */
public final class SlotQueries {
    /** Questions that may wait for a slot at once; one more is turned away. */
    public static final int MAX_WAITING = 128;

    /** Questions that a slot answers each time that it looks around. Each costs as much as there are tasks ahead of the one asked about. */
    public static final int MAX_PER_TURN = 4;

    private final Map<Integer, Desk> desks = new ConcurrentHashMap<>();

    /** What came of asking. */
    public sealed interface Reply<T> {
        record Answered<T>(T answer) implements Reply<T> {}

        /** The slot is not worked on here: another process has it, or it is being moved or restored. */
        record NotHere<T>() implements Reply<T> {}

        /** The slot is here but does not get to it: too many ask, or it did not look around in time. */
        record Busy<T>() implements Reply<T> {}
    }

    /**
     * Asks a slot and waits for its answer.
     *
     * @param question run on the slot's thread, between two commands; must change nothing
     * @param limit how long to wait for it
     * @throws IllegalStateException when the question fails, which is a bug; the slot goes on
     */
    public <T> Reply<T> ask(int slot, Function<Engine, T> question, Duration limit) throws InterruptedException {
        Desk desk = desks.get(slot);
        if (desk == null) {
            return new Reply.NotHere<>();
        }
        Question<T> asked = new Question<>(question);
        if (!desk.waiting.offer(asked)) {
            return new Reply.Busy<>();
        }
        if (desk.closed) {
            // It may have been closed before the question came to lie there.
            desk.turnAway();
        }
        try {
            return asked.reply.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            asked.reply.complete(new Reply.Busy<>());
            return new Reply.Busy<>();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A question about slot " + slot + " failed", e.getCause());
        }
    }

    /** The slot is worked on here from now on; its owner answers at the desk until it closes it. */
    Desk open(int slot) {
        Desk desk = new Desk(slot);
        desks.put(slot, desk);
        return desk;
    }

    /** Where questions about one slot wait. */
    final class Desk implements AutoCloseable {
        private final int slot;
        private final Queue<Question<?>> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
        private volatile boolean closed;

        private Desk(int slot) {
            this.slot = slot;
        }

        /** Answers some of those that wait. To be called by the engine's thread only. */
        void answer(Engine engine) {
            for (int left = MAX_PER_TURN; left > 0; left--) {
                Question<?> next = waiting.poll();
                if (next == null) {
                    return;
                }
                next.answer(engine);
            }
        }

        /** Questions that wait. */
        int waiting() {
            return waiting.size();
        }

        private void turnAway() {
            for (Question<?> next = waiting.poll(); next != null; next = waiting.poll()) {
                next.turnAway();
            }
        }

        @Override
        public void close() {
            desks.remove(slot, this);
            closed = true;
            turnAway();
        }
    }

    private record Question<T>(Function<Engine, T> question, CompletableFuture<Reply<T>> reply) {
        Question(Function<Engine, T> question) {
            this(question, new CompletableFuture<>());
        }

        void answer(Engine engine) {
            if (reply.isDone()) {
                // Whoever asked has given up.
                return;
            }
            try {
                reply.complete(new Reply.Answered<>(question.apply(engine)));
            } catch (RuntimeException e) {
                // Told to whoever asked: a question changes nothing, so the slot is as good as before.
                reply.completeExceptionally(e);
            }
        }

        void turnAway() {
            reply.complete(new Reply.NotHere<>());
        }
    }
}
