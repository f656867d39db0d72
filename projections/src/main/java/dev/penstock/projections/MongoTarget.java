package dev.penstock.projections;

import com.mongodb.MongoException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.WriteModel;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.penstock.mongo.Answers;
import dev.penstock.mongo.Mongo;
import dev.penstock.mongo.TenantCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;

/**
 * Writes documents to the tenants' databases, several tenants at a time, and commits offsets once all of a portion are written. So a portion may be written twice, and
 * each document sees to it by itself that this changes nothing.
 */
final class MongoTarget implements BatchTarget {
    /** Bulk writes that are on their way at once. */
    static final int CONCURRENCY = 8;

    /** Writes of one collection that go as one. */
    static final int MAX_BULK = 1_000;

    /** Records after which offsets are committed. So many while MongoDB keeps up; after each failure a quarter, so that a slow one gets what it can answer in time. */
    static final int MAX_PORTION = 10_000;

    static final int LEAST_PORTION = 16;

    /** Collections whose index this process has made; the eldest is forgotten first, and then made again, which changes nothing. */
    static final int MAX_REMEMBERED = 100_000;

    private static final long WAIT_SECONDS = 60;

    private final MongoDocuments documents;
    private final Mongo mongo;
    private final GroupOffsets offsets;
    private final DeadLetters deadLetters;
    private final LoopMetrics metrics;
    private int portion = MAX_PORTION;
    private final Map<MongoDocuments.Writes.Place, Boolean> indexed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MongoDocuments.Writes.Place, Boolean> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    MongoTarget(
            MongoDocuments documents,
            Mongo mongo,
            Consumer<byte[], byte[]> consumer,
            DeadLetters deadLetters,
            LoopMetrics metrics) {
        this.documents = documents;
        this.mongo = mongo;
        this.offsets = new GroupOffsets(consumer);
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    @Override
    public Map<TopicPartition, Long> positions(Collection<TopicPartition> partitions) {
        // Whether it answers; otherwise the loop would go on reading only to fail.
        Answers.await(mongo.client().getDatabase("admin").runCommand(new Document("ping", 1)));
        return offsets.positions(partitions);
    }

    /** What was written before a failure is committed, as far as whole portions go. */
    @Override
    public void write(List<ConsumerRecord<byte[], byte[]>> batch) throws InterruptedException {
        int from = 0;
        while (from < batch.size()) {
            int to = Math.min(batch.size(), from + portion);
            try {
                writePortion(batch.subList(from, to));
            } catch (MongoException e) {
                portion = Math.max(LEAST_PORTION, Math.min(portion, to - from) / 4);
                throw e;
            }
            portion = Math.min(MAX_PORTION, portion * 2);
            from = to;
        }
    }

    private void writePortion(List<ConsumerRecord<byte[], byte[]>> batch) throws InterruptedException {
        MongoDocuments.Writes writes = new MongoDocuments.Writes();
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            try {
                documents.add(record, writes);
            } catch (MalformedRecordException e) {
                deadLetters.send(record, String.valueOf(e.getMessage()));
                metrics.deadLetter();
            }
        }
        write(writes);
        offsets.commit(batch);
    }

    /** The client is its owner's. */
    @Override
    public void close() {
        indexed.clear();
    }

    private void write(MongoDocuments.Writes writes) throws InterruptedException {
        Semaphore places = new Semaphore(CONCURRENCY);
        List<CompletableFuture<Integer>> results = new ArrayList<>();
        for (Map.Entry<MongoDocuments.Writes.Place, List<WriteModel<Document>>> entry :
                writes.all().entrySet()) {
            MongoCollection<Document> collection =
                    mongo.collection(entry.getKey().tenant(), entry.getKey().collection());
            index(entry.getKey(), collection);
            if (!places.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new MongoException("MongoDB takes longer than " + WAIT_SECONDS + " s for a write");
            }
            results.add(write(collection, entry.getValue()).whenComplete((count, failure) -> places.release()));
        }
        int changed = 0;
        for (CompletableFuture<Integer> result : results) {
            changed += Answers.join(result);
        }
        metrics.rows(changed);
    }

    /** One collection's, in portions one after the other. */
    private CompletableFuture<Integer> write(MongoCollection<Document> collection, List<WriteModel<Document>> models) {
        CompletableFuture<Integer> done = CompletableFuture.completedFuture(0);
        BulkWriteOptions options = new BulkWriteOptions().ordered(documents.ordered());
        for (int from = 0; from < models.size(); from += MAX_BULK) {
            List<WriteModel<Document>> some = models.subList(from, Math.min(models.size(), from + MAX_BULK));
            done = done.thenCompose(before ->
                    Answers.all(collection.bulkWrite(some, options)).thenApply(results -> before + changed(results)));
        }
        return done;
    }

    private static int changed(List<BulkWriteResult> results) {
        return results.stream()
                .mapToInt(result -> result.getUpserts().size() + result.getModifiedCount())
                .sum();
    }

    private void index(MongoDocuments.Writes.Place place, MongoCollection<Document> collection) {
        TenantCollection kind = place.collection();
        if (kind.kept().isPresent() && !indexed.containsKey(place)) {
            Answers.await(collection.createIndex(
                    Indexes.ascending("at"),
                    new IndexOptions().expireAfter(kind.kept().get().toSeconds(), TimeUnit.SECONDS)));
            indexed.put(place, true);
        }
    }
}
