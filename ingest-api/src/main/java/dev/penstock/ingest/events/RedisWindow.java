package dev.penstock.ingest.events;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.ingest.redis.RedisBatch;
import dev.penstock.schemas.v1.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The stream {@code penstock:{<tenant>}:events} in Redis, which the projections' bridge fills: entry {@code <seq>-0} with the fields {@code e}
 * (the event) and {@code o} (its offset).
 */
final class RedisWindow implements Window {
    private static final byte[] NEWEST = ascii("+");
    private static final byte[] OLDEST = ascii("-");

    private final RedisBatch redis;

    RedisWindow(RedisBatch redis) {
        this.redis = redis;
    }

    @Override
    public List<TenantEvent> from(String tenant, long seq, int limit) {
        return events(tenant, redis.submit(pipeline -> pipeline.xrange(key(tenant), ascii(seq + "-0"), NEWEST, limit)));
    }

    @Override
    public Optional<TenantEvent> last(String tenant) {
        return events(tenant, redis.submit(pipeline -> pipeline.xrevrange(key(tenant), NEWEST, OLDEST, 1))).stream()
                .findFirst();
    }

    private static List<TenantEvent> events(String tenant, CompletableFuture<List<Object>> answer) {
        List<Object> entries;
        try {
            entries = answer.join();
        } catch (CompletionException e) {
            throw new UnavailableException(e.getCause() == null ? e : e.getCause());
        }
        List<TenantEvent> events = new ArrayList<>(entries.size());
        for (Object entry : entries) {
            Optional<TenantEvent> event = event(tenant, (List<?>) entry);
            if (event.isEmpty()) {
                // What cannot be read proves nothing about what follows it: the log is asked for it.
                break;
            }
            events.add(event.get());
        }
        return events;
    }

    private static Optional<TenantEvent> event(String tenant, List<?> entry) {
        List<?> fields = (List<?>) entry.get(1);
        byte[] value = null;
        long offset = -1;
        try {
            for (int i = 0; i + 1 < fields.size(); i += 2) {
                byte[] content = (byte[]) fields.get(i + 1);
                switch (text(fields.get(i))) {
                    case "e" -> value = content;
                    case "o" -> offset = Long.parseLong(text(content));
                    default -> {
                        // A field of a later version.
                    }
                }
            }
            if (value == null || offset < 0) {
                return Optional.empty();
            }
            Event event = Event.parseFrom(value);
            return event.getTenant().equals(tenant)
                    ? Optional.of(new TenantEvent(new EventId(event.getSeq(), offset), event))
                    : Optional.empty();
        } catch (InvalidProtocolBufferException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static byte[] key(String tenant) {
        return ascii("penstock:{" + tenant + "}:events");
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
