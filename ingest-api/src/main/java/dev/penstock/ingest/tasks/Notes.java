package dev.penstock.ingest.tasks;

import dev.penstock.ingest.redis.RedisBatch;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import redis.clients.jedis.params.SetParams;

/**
 * Submissions noted in Redis under {@code penstock:{<tenant>}:idem:<task id>}. Notes answer quickly; they decide nothing: without Redis, the
 * database and the engine tell repeats and conflicts just as well, only later.
 */
public final class Notes {
    /** How long a key's note stays once its submission is in Kafka. */
    static final Duration KEPT = Duration.ofHours(24);

    /** How long the note of a submission without a key stays: longer than a projection lags. */
    static final Duration UNKEYED = Duration.ofHours(1);

    /** How long a note stays of which it is not known that the submission got into Kafka. */
    static final Duration PENDING = Duration.ofSeconds(60);

    private final RedisBatch redis;

    public Notes(RedisBatch redis) {
        this.redis = redis;
    }

    /** What came of writing a note. */
    public sealed interface Written {
        /** It is there now, and was not before. */
        record Fresh() implements Written {}

        /** Another was there before and stays. */
        record Found(Note note) implements Written {}

        /** Redis did not answer. */
        record Unknown() implements Written {}
    }

    /** Writes {@code note} for {@code ttl} unless there is one; never fails. */
    public CompletableFuture<Written> write(String tenant, UUID taskId, Note note, Duration ttl) {
        String key = key(tenant, taskId);
        SetParams ifAbsent = SetParams.setParams().nx().ex(ttl.toSeconds());
        return redis.submit(pipeline -> pipeline.set(key, note.text(), ifAbsent))
                .thenCompose(
                        set -> set != null ? CompletableFuture.completedFuture(new Written.Fresh()) : existing(key))
                .exceptionally(failure -> new Written.Unknown());
    }

    private CompletableFuture<Written> existing(String key) {
        return redis.submit(pipeline -> pipeline.get(key)).thenApply(text -> Optional.ofNullable(text)
                .flatMap(Note::parse)
                .<Written>map(Written.Found::new)
                .orElseGet(Written.Unknown::new));
    }

    /** The submission is in Kafka: its note stays for {@link #KEPT}. Not waited for; a note that lapses early costs a look-up later. */
    public void keep(String tenant, UUID taskId) {
        redis.submit(pipeline -> pipeline.expire(key(tenant, taskId), KEPT.toSeconds()));
    }

    /** The submission was not taken: the key may be used for another. Not waited for; a pending note lapses by itself. */
    public void forget(String tenant, UUID taskId) {
        redis.submit(pipeline -> pipeline.del(key(tenant, taskId)));
    }

    /**
     * The note of a task of {@code tenant}; empty when there is none.
     *
     * @throws RedisBatch.Unavailable when Redis does not answer
     */
    public Optional<Note> find(String tenant, UUID taskId) {
        try {
            return Optional.ofNullable(redis.submit(pipeline -> pipeline.get(key(tenant, taskId)))
                            .join())
                    .flatMap(Note::parse);
        } catch (CompletionException e) {
            throw new RedisBatch.Unavailable(e.getCause() == null ? e : e.getCause());
        }
    }

    private static String key(String tenant, UUID taskId) {
        return "penstock:{" + tenant + "}:idem:" + taskId;
    }
}
