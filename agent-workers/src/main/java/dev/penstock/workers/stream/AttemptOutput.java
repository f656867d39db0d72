package dev.penstock.workers.stream;

import dev.penstock.schemas.Limits;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.OutputChunk;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.workers.execution.OutputSink;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one attempt makes, on its way to the log in pieces: a piece goes when it is full, and otherwise soon after its first letter. What is held here is less than one
 * piece, apart from what the caller is handing over. When a piece is lost, nothing follows it until the attempt begins anew, for nobody could make use of it.
 */
public final class AttemptOutput implements OutputSink, AutoCloseable {
    /** Wait for more text before a piece goes that is not full. */
    static final Duration PAUSE = Duration.ofMillis(100);

    /** The same of batch tasks, which hardly anybody watches, and of attempts that have written {@link #SLOW_AFTER} pieces. */
    static final Duration LONG_PAUSE = Duration.ofSeconds(1);

    static final int SLOW_AFTER = 600;

    /** From then on only full pieces go, and the last one: an attempt that runs for hours does not fill the log with scraps. */
    static final int FULL_AFTER = 4_000;

    private final Dispatch dispatch;
    private final OutputStreams streams;
    private final boolean watchable;
    private final StringBuilder pending = new StringBuilder();

    /** The latest call, by its count, of which a piece was lost. Set without the lock, by the producer's thread. */
    private final AtomicInteger lostCall = new AtomicInteger(-1);

    private int call;
    private int number;
    private boolean begun;
    private boolean restarts;
    private boolean closed;
    private long sinceNanos;

    AttemptOutput(Dispatch dispatch, OutputStreams streams, boolean watchable) {
        this.dispatch = dispatch;
        this.streams = streams;
        this.watchable = watchable;
    }

    boolean isWatchable() {
        return watchable;
    }

    @Override
    public synchronized void piece(String text) {
        if (!watchable || closed || text.isEmpty()) {
            return;
        }
        begun = true;
        if (isLost()) {
            return;
        }
        if (pending.isEmpty()) {
            sinceNanos = streams.nanos();
        }
        pending.append(text);
        while (pending.length() > Limits.MAX_CHUNK_BYTES / 3) {
            int end = Utf8Cut.end(pending, Limits.MAX_CHUNK_BYTES);
            if (end == pending.length()) {
                return;
            }
            write(end, false);
        }
    }

    @Override
    public synchronized void restart() {
        if (begun) {
            pending.setLength(0);
            begun = false;
            restarts = true;
            call++;
        }
    }

    /** Writes what has waited long enough. */
    synchronized void flush(long nowNanos) {
        if (!closed && !pending.isEmpty() && number < FULL_AFTER && nowNanos - sinceNanos >= pause().toNanos()) {
            int end = Utf8Cut.settled(pending);
            if (end > 0) {
                write(end, false);
            }
        }
    }

    /** Writes the rest, and that nothing follows. */
    @Override
    public void close() {
        // The producer gives up at once in a thread that is interrupted, as the thread of a stopped attempt is.
        boolean interrupted = Thread.interrupted();
        try {
            finish();
        } finally {
            streams.over(this);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void finish() {
        if (!closed && (number > 0 || !pending.isEmpty())) {
            write(pending.length(), true);
        }
        closed = true;
    }

    private Duration pause() {
        return dispatch.getTier() == Tier.TIER_BATCH || number >= SLOW_AFTER ? LONG_PAUSE : PAUSE;
    }

    private boolean isLost() {
        return lostCall.get() == call;
    }

    private void write(int end, boolean last) {
        String text = isLost() ? "" : pending.substring(0, end);
        pending.delete(0, end);
        sinceNanos = streams.nanos();
        number++;
        if (text.isEmpty() && !last) {
            // Its number stays missing, which tells readers that something is.
            return;
        }
        OutputChunk chunk = OutputChunk.newBuilder()
                .setTenant(dispatch.getTenant())
                .setTaskId(dispatch.getTaskId())
                .setAttempt(dispatch.getAttempt())
                .setGrantedAtMillis(dispatch.getGrantedAtMillis())
                .setNumber(number)
                .setText(text)
                .setRestarts(restarts)
                .setLast(last)
                .setAtMillis(streams.millis())
                .build();
        restarts = false;
        int writtenFor = call;
        streams.write(chunk, () -> lostCall.accumulateAndGet(writtenFor, Math::max));
    }
}
