package dev.penstock.ingest.output;

import dev.penstock.schemas.v1.OutputChunk;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A task's pieces and end in memory, as the projections keep them, faults included. */
final class FakeOutput implements OutputWindow {
    static final String TENANT = "acme";

    final UUID task = UUID.randomUUID();
    private final NavigableMap<Long, OutputChunk> pieces = new TreeMap<>();
    private @Nullable TaskEnd end;
    private long grant = 1_000;
    private int attempt;
    private int number;
    boolean windowAway;
    boolean endsAway;

    /** Another grant: of the next attempt, or of the same one again. */
    void grant(boolean sameAttempt) {
        grant += 10;
        attempt += sameAttempt && attempt > 0 ? 0 : 1;
        number = 0;
    }

    OutputChunk piece(String text) {
        return add(text, false, false);
    }

    OutputChunk restart(String text) {
        return add(text, true, false);
    }

    OutputChunk last(String text) {
        return add(text, false, true);
    }

    /** A piece that never gets here. */
    void lose() {
        number++;
    }

    /** Redis was flushed, or the task's time there is over. */
    void forget() {
        pieces.clear();
    }

    void end(String state, @Nullable String output) {
        end = new TaskEnd(state, attempt, output == null ? "provider_error" : null, null, output);
    }

    int attempt() {
        return attempt;
    }

    Mark mark() {
        return new Mark.Piece(attempt, number, grant);
    }

    private OutputChunk add(String text, boolean restarts, boolean last) {
        number++;
        OutputChunk piece = OutputChunk.newBuilder()
                .setTenant(TENANT)
                .setTaskId(task.toString())
                .setAttempt(attempt)
                .setGrantedAtMillis(grant)
                .setNumber(number)
                .setText(text)
                .setRestarts(restarts)
                .setLast(last)
                .build();
        if (OutputWindow.begins(piece)) {
            pieces.clear();
        }
        pieces.put(place(grant, number), piece);
        return piece;
    }

    private static long place(long grant, int number) {
        return grant * 100_000 + number;
    }

    @Override
    public List<OutputChunk> from(String tenant, UUID of, long fromGrant, int fromNumber, int limit) {
        if (windowAway) {
            throw new UnavailableException(new IllegalStateException("away"));
        }
        return pieces.tailMap(place(fromGrant, fromNumber)).values().stream()
                .limit(limit)
                .toList();
    }

    Optional<TaskEnd> ends() {
        if (endsAway) {
            throw new UnavailableException(new IllegalStateException("away"));
        }
        return Optional.ofNullable(end);
    }
}
