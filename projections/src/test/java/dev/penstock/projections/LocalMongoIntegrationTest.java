package dev.penstock.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import com.mongodb.client.model.Filters;
import dev.penstock.embedded.EmbeddedMongo;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.mongo.Answers;
import dev.penstock.mongo.Mongo;
import dev.penstock.mongo.TenantCollection;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.OutputChunk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract over the server that a local stack brings along. */
class LocalMongoIntegrationTest extends MongoContract {
    @Override
    String url() {
        return EmbeddedStack.shared().mongoUrl();
    }

    @Test
    void shouldKeepItsDataAcrossARestart(@TempDir Path dir) throws Exception {
        EmbeddedMongo first = EmbeddedMongo.start(dir, 0);
        try (first;
                Mongo at = mongo(first.url())) {
            mongo.close();
            mongo = at;
            write(new OutputDocuments(), chunks(0, chunk(10, 1, "kept")));
        }
        try (EmbeddedMongo second = EmbeddedMongo.start(dir, first.port())) {
            mongo = mongo(second.url());
            assertThat(one(TenantCollection.STREAM_BUFFER, task).toJson()).contains("kept");
        }
    }

    @Test
    void shouldWriteLessAtOnceAfterAFailureAndKeepWhatCameOfIt(@TempDir Path dir) throws Exception {
        OutputChunk.Builder[] all = new OutputChunk.Builder[100];
        for (int i = 0; i < all.length; i++) {
            all[i] = chunk(10, i + 1, "p" + i);
        }
        List<ConsumerRecord<byte[], byte[]>> batch = chunks(0, all);
        EmbeddedMongo server = EmbeddedMongo.start(dir, 0);
        try (Mongo own = mongo(server.url())) {
            Committed committed = new Committed();
            MongoTarget target = target(new OutputDocuments(), own, committed);
            server.close();
            assertThatThrownBy(() -> target.write(batch)).isInstanceOf(MongoException.class);
            server = EmbeddedMongo.start(dir, server.port());

            target.write(batch);

            assertThat(committed.offsets).containsExactly(25L, 75L, 100L);
            mongo.close();
            mongo = mongo(server.url());
            assertThat(one(TenantCollection.STREAM_BUFFER, task).getList("pieces", Object.class))
                    .hasSize(100);
        } finally {
            server.close();
        }
    }

    /** What the query divides by is 0 in the other document, so it fails if it looks there. */
    @Test
    void shouldLookAtNoOtherDocumentThanTheOneThatAnIdNames() {
        var collection = mongo.collection(tenant, TenantCollection.STREAM_BUFFER);
        Answers.await(collection.insertMany(
                List.of(new Document("_id", "a").append("n", 0), new Document("_id", "b").append("n", 2))));
        Document half = new Document("$divide", List.of(1, "$n"));
        Bson isHalf = Filters.expr(new Document("$gt", List.of(half, 0)));

        assertThat(Answers.await(collection.find(Filters.and(isHalf, Filters.eq("_id", "b")))))
                .hasSize(1);
        assertThatThrownBy(() -> Answers.await(collection.find(isHalf))).isInstanceOf(MongoException.class);
    }

    /** Remembers each offset that was committed. */
    private static final class Committed extends MockConsumer<byte[], byte[]> {
        private final List<Long> offsets = new ArrayList<>();

        Committed() {
            super("earliest");
            assign(List.of(new TopicPartition(Topics.STREAM, 0)));
        }

        @Override
        public synchronized void commitAsync(
                Map<TopicPartition, OffsetAndMetadata> next, @Nullable OffsetCommitCallback callback) {
            next.values().forEach(offset -> offsets.add(offset.offset()));
        }
    }
}
