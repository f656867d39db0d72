package dev.penstock.ingest.output;

import dev.penstock.ingest.sse.SseSource;
import dev.penstock.schemas.v1.OutputChunk;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one client has yet to see of a task's output, so that in the end it has exactly that, byte by byte, whatever becomes of the pieces.
 *
 * <p>Pieces are shown as they come, each with the place it has among the others. One that is missing stops the show, since nothing can follow a gap. Once the task has succeeded its
 * output is the truth: when what was shown is its beginning the rest follows, otherwise the client is told to begin anew. So every loss costs time and no bytes. A client that
 * comes back is taken at its word only when all pieces up to where it stands are there to check it by. Not for use by several threads.
 */
final class OutputFeed {
    /** Pieces that one step asks for, of up to 16 KiB each. */
    static final int BATCH = 16;

    /** How often at most the task's state is looked up while its pieces come. */
    private static final Duration LOOK_UP = Duration.ofSeconds(2);

    /** Looks in a row for an end that must be near, as the last piece has come. */
    static final int NEAR_LOOKS = 50;

    private final String tenant;
    private final UUID task;
    private final OutputWindow window;
    private final Supplier<Optional<TaskEnd>> ends;
    private final LongSupplier nanos;

    /** Where the client says it stands, as long as that could not be checked. */
    private @Nullable Mark unchecked;

    /** What the client has; counts only while there is nothing unchecked. */
    private final Shown shown = new Shown();

    private long grant;
    private int number;
    private int attempt;
    private boolean gap;
    private boolean lastSeen;
    private int nearLooks;
    private long lookedUpNanos;
    private boolean lookedUp;
    private @Nullable TaskEnd end;

    /**
     * @param after the last frame that the client has; null for none
     * @param ends how the task ended, empty while it goes on; throws {@link OutputWindow.UnavailableException} when that cannot be told now
     */
    OutputFeed(
            String tenant,
            UUID task,
            @Nullable Mark after,
            OutputWindow window,
            Supplier<Optional<TaskEnd>> ends,
            LongSupplier nanos) {
        this.tenant = tenant;
        this.task = task;
        // After a restart a client has nothing, wherever it stood before.
        this.unchecked = after instanceof Mark.Piece piece && piece.number() == 0 ? null : after;
        this.window = window;
        this.ends = ends;
        this.nanos = nanos;
    }

    /** Frames to write now, and how to go on. */
    record Step(List<Frame> frames, SseSource.Next next) {
        Step {
            frames = List.copyOf(frames);
        }
    }

    Step next() {
        if (unchecked instanceof Mark.Rest && !lookedUp) {
            // Such a client has all of an output that is finished; the pieces would be news to it.
            return quiet(false);
        }
        List<OutputChunk> pieces;
        boolean blind = false;
        try {
            pieces = window.from(tenant, task, grant, number, BATCH + 1);
        } catch (OutputWindow.UnavailableException e) {
            // The end can be told all the same.
            pieces = List.of();
            blind = true;
        }
        List<Frame> frames = new ArrayList<>();
        boolean fresh = false;
        for (OutputChunk piece : pieces) {
            if (follows(piece)) {
                fresh = true;
                take(piece, frames);
            }
        }
        if (fresh) {
            // It may go on after all: a dead task can be tried again.
            end = null;
            return new Step(frames, SseSource.Next.AGAIN);
        }
        return quiet(blind);
    }

    private boolean follows(OutputChunk piece) {
        long of = piece.getGrantedAtMillis();
        return of > grant || (of == grant && piece.getNumber() > number);
    }

    private void take(OutputChunk piece, List<Frame> frames) {
        boolean another = piece.getGrantedAtMillis() != grant;
        boolean begins = OutputWindow.begins(piece);
        if (begins || another) {
            begin(piece, frames);
            gap = !begins;
        } else if (piece.getNumber() != number + 1) {
            gap = true;
        }
        grant = piece.getGrantedAtMillis();
        number = piece.getNumber();
        attempt = piece.getAttempt();
        lastSeen = piece.getLast();
        nearLooks = 0;
        if (!gap) {
            show(piece, frames);
        }
    }

    /** What came before is void, unless a client that came back stands further than this. */
    private void begin(OutputChunk piece, List<Frame> frames) {
        if (unchecked == null && shown.bytes() > 0) {
            frames.add(new Frame.Restart(piece.getAttempt()));
        }
        shown.clear();
        if (unchecked != null && !isAhead(piece)) {
            frames.add(new Frame.Restart(piece.getAttempt()));
            unchecked = null;
        }
    }

    /** Whether the client says that it has {@code piece}. */
    private boolean isAhead(OutputChunk piece) {
        return unchecked instanceof Mark.Piece(int of, int upTo, long from)
                && of == piece.getAttempt()
                && (from < 0 || from == piece.getGrantedAtMillis())
                && upTo >= piece.getNumber();
    }

    private void show(OutputChunk piece, List<Frame> frames) {
        if (isAhead(piece)) {
            shown.add(piece.getText());
            if (unchecked instanceof Mark.Piece claimed && claimed.number() == piece.getNumber()) {
                unchecked = null;
            }
            return;
        }
        shown.add(piece.getText());
        if (!piece.getText().isEmpty()) {
            frames.add(new Frame.Chunk(
                    new Mark.Piece(piece.getAttempt(), piece.getNumber(), piece.getGrantedAtMillis()),
                    piece.getText()));
        }
    }

    private Step quiet(boolean blind) {
        TaskEnd known = end;
        if (known != null) {
            return new Step(finish(known), SseSource.Next.END);
        }
        long now = nanos.getAsLong();
        if (lookedUp && !lastSeen && now - lookedUpNanos < LOOK_UP.toNanos()) {
            return new Step(List.of(), SseSource.Next.SOON);
        }
        lookedUp = true;
        lookedUpNanos = now;
        try {
            end = ends.get().orElse(null);
        } catch (OutputWindow.UnavailableException e) {
            lookedUp = false;
            return new Step(List.of(), SseSource.Next.BLIND);
        }
        TaskEnd found = end;
        if (found != null && new Mark.Rest(found.attempt()).equals(unchecked)) {
            return new Step(finish(found), SseSource.Next.END);
        }
        if (found != null) {
            // Once more for the pieces: all that were on their way before the end are of use.
            return new Step(List.of(), SseSource.Next.AGAIN);
        }
        if (lastSeen && nearLooks < NEAR_LOOKS) {
            nearLooks++;
            return new Step(List.of(), SseSource.Next.SOON);
        }
        return new Step(List.of(), blind ? SseSource.Next.BLIND : SseSource.Next.IDLE);
    }

    private List<Frame> finish(TaskEnd known) {
        String output = known.output();
        if (output == null) {
            return List.of(new Frame.End(known, -1, null));
        }
        byte[] utf8 = output.getBytes(StandardCharsets.UTF_8);
        List<Frame> frames = new ArrayList<>();
        Mark.Rest rest = new Mark.Rest(known.attempt());
        if (!rest.equals(unchecked)) {
            int from = shown.bytes();
            if (unchecked != null || !shown.begins(utf8)) {
                frames.add(new Frame.Restart(known.attempt()));
                from = 0;
            }
            if (from < utf8.length) {
                frames.add(new Frame.Chunk(rest, new String(utf8, from, utf8.length - from, StandardCharsets.UTF_8)));
            }
        }
        frames.add(new Frame.End(known, utf8.length, Shown.hex(utf8)));
        return frames;
    }

    /** For the log. Does not show content. */
    @Override
    public String toString() {
        return "OutputFeed[" + task + " at " + attempt + "-" + number + "]";
    }
}
