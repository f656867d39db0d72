package dev.penstock.ingest.output;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.ingest.redis.RedisBatch;
import dev.penstock.schemas.v1.OutputChunk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/** The stream {@code penstock:{<tenant>}:output:<task>} in Redis, which the projections fill: entry {@code <grant>-<number>} with the field {@code c}, the piece. */
final class RedisOutput implements OutputWindow {
    private static final byte[] NEWEST = ascii("+");

    private final RedisBatch redis;

    RedisOutput(RedisBatch redis) {
        this.redis = redis;
    }

    static String key(String tenant, UUID task) {
        return "penstock:{" + tenant + "}:output:" + task;
    }

    /** Where it is published that there is more. */
    static String wakeChannel(String tenant, UUID task) {
        return key(tenant, task) + ":wake";
    }

    @Override
    public List<OutputChunk> from(String tenant, UUID task, long grant, int number, int limit) {
        List<Object> entries;
        try {
            entries = redis.submit(pipeline ->
                            pipeline.xrange(ascii(key(tenant, task)), ascii(grant + "-" + number), NEWEST, limit))
                    .join();
        } catch (CompletionException e) {
            throw new UnavailableException(e.getCause() == null ? e : e.getCause());
        }
        List<OutputChunk> pieces = new ArrayList<>(entries.size());
        for (Object entry : entries) {
            OutputChunk piece = piece((List<?>) ((List<?>) entry).get(1));
            // The key alone is not believed.
            if (!piece.getTenant().equals(tenant) || !piece.getTaskId().equals(task.toString())) {
                throw new UnavailableException(new IllegalStateException("a piece under a key that is not its own"));
            }
            pieces.add(piece);
        }
        return pieces;
    }

    private static OutputChunk piece(List<?> fields) {
        for (int i = 0; i + 1 < fields.size(); i += 2) {
            if (((byte[]) fields.get(i)).length == 1 && ((byte[]) fields.get(i))[0] == 'c') {
                try {
                    return OutputChunk.parseFrom((byte[]) fields.get(i + 1));
                } catch (InvalidProtocolBufferException e) {
                    throw new UnavailableException(e);
                }
            }
        }
        throw new UnavailableException(new IllegalStateException("an entry without a piece"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
