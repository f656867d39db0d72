package dev.penstock.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoException;
import dev.penstock.mongo.Answers;
import dev.penstock.mongo.Mongo;
import dev.penstock.mongo.TenantCollection;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.OutputChunk;
import dev.penstock.schemas.v1.TaskRef;
import dev.penstock.schemas.v1.TaskSucceeded;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the projections ask of a server, whichever it is. */
abstract class MongoContract {
    private static final TopicPartition P0 = new TopicPartition(Topics.EVENTS, 0);

    final String tenant = "t-" + UUID.randomUUID();
    final String task = UUID.randomUUID().toString();
    private final MockProducer<byte[], byte[]> dlq =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    Mongo mongo;

    /** Where the server is. */
    abstract String url();

    @BeforeEach
    void connect() {
        mongo = mongo(url());
    }

    @AfterEach
    void disconnect() {
        mongo.close();
    }

    @Test
    void shouldKeepADeliverableAndEveryEvent() throws Exception {
        Story story = new Story(tenant, UUID.fromString(task), 0)
                .accepted()
                .granted(1)
                .started(1, "w")
                .succeeded(1, "Rain\0 or ☂ 🏗", Story.usage(1, 2, 3));

        write(new EventDocuments(), events(7, story.events()));

        Document deliverable = one(TenantCollection.DELIVERABLES, task);
        assertThat(deliverable.getString("output")).isEqualTo("Rain\0 or ☂ 🏗");
        assertThat(deliverable.getInteger("bytes")).isEqualTo(17);
        assertThat(deliverable.getString("sha256")).hasSize(64);
        assertThat(deliverable.getInteger("attempt")).isEqualTo(1);
        assertThat(deliverable.get("usage", Document.class).getLong("costMicros"))
                .isEqualTo(3);
        assertThat(deliverable.getLong("offset")).isEqualTo(10);
        List<Document> events = all(TenantCollection.TASK_EVENTS);
        assertThat(events)
                .extracting(event -> event.getString("kind"))
                .containsExactlyInAnyOrder("accepted", "granted", "started", "succeeded");
        assertThat(events).extracting(Document::toJson).noneMatch(json -> json.contains("☂"));
    }

    @Test
    void shouldChangeNothingWhenWrittenAgain() throws Exception {
        Story story = new Story(tenant, UUID.fromString(task), 0)
                .accepted()
                .granted(1)
                .succeeded(1, "once", Story.usage(1, 2, 3));
        write(new EventDocuments(), events(0, story.events()));
        List<Document> before = all(TenantCollection.TASK_EVENTS);

        write(new EventDocuments(), events(0, story.events()));

        assertThat(all(TenantCollection.TASK_EVENTS)).containsExactlyInAnyOrderElementsOf(before);
        assertThat(all(TenantCollection.DELIVERABLES)).hasSize(1);
    }

    @Test
    void shouldKeepThePiecesThatCount() throws Exception {
        write(
                new OutputDocuments(),
                chunks(
                        0,
                        chunk(10, 1, "one "),
                        chunk(10, 2, "two"),
                        chunk(10, 3, "eins ").setRestarts(true),
                        chunk(10, 4, "zwei")));
        assertThat(pieces()).containsExactly("eins ", "zwei");

        write(
                new OutputDocuments(),
                chunks(4, chunk(20, 1, "uno"), chunk(10, 5, "drei").setLast(true)));
        assertThat(pieces()).containsExactly("uno");
        assertThat(one(TenantCollection.STREAM_BUFFER, task).getBoolean("ended"))
                .isFalse();
    }

    @Test
    void shouldKeepEachPieceOnceHoweverBatchesAreRepeated() throws Exception {
        Random random = new Random(3);
        OutputChunk.Builder[] all = new OutputChunk.Builder[40];
        for (int i = 0; i < all.length; i++) {
            all[i] = chunk(10, i + 1, "p" + i + " ").setRestarts(i == 7);
        }
        List<ConsumerRecord<byte[], byte[]>> log = chunks(0, all);
        for (int i = 0; i < 30; i++) {
            int from = random.nextInt(i + 1);
            write(new OutputDocuments(), log.subList(from, Math.min(log.size(), i + 1 + random.nextInt(4))));
        }
        write(new OutputDocuments(), log.subList(20, log.size()));

        List<String> expected = new ArrayList<>();
        for (int i = 7; i < all.length; i++) {
            expected.add("p" + i + " ");
        }
        assertThat(pieces()).isEqualTo(expected);
    }

    @Test
    void shouldHaveOldPiecesExpire() throws Exception {
        write(new OutputDocuments(), chunks(0, chunk(10, 1, "a")));
        List<Document> indexes = Answers.await(
                mongo.collection(tenant, TenantCollection.STREAM_BUFFER).listIndexes());
        assertThat(indexes).anySatisfy(index -> assertThat(index.get("expireAfterSeconds"))
                .isInstanceOfSatisfying(
                        Number.class, seconds -> assertThat(seconds.longValue()).isEqualTo(24 * 3_600)));
    }

    @Test
    void shouldKeepTenantsApart() throws Exception {
        String other = "t-" + UUID.randomUUID();
        List<Event> mine = new Story(tenant, 0)
                .accepted()
                .granted(1)
                .succeeded(1, "canary-" + tenant, Story.usage(1, 1, 1))
                .events();
        List<Event> theirs = new Story(other, 0)
                .accepted()
                .granted(1)
                .succeeded(1, "canary-" + other, Story.usage(1, 1, 1))
                .events();
        List<Event> mixed = new ArrayList<>();
        for (int i = 0; i < mine.size(); i++) {
            mixed.addAll(List.of(mine.get(i), theirs.get(i)));
        }

        write(new EventDocuments(), events(0, mixed));

        assertThat(all(TenantCollection.DELIVERABLES)).hasSize(1).allSatisfy(document -> assertThat(document.toJson())
                .contains("canary-" + tenant)
                .doesNotContain("canary-" + other));
    }

    @Test
    void shouldMakeNoDatabaseForWhatItCannotTake() throws Exception {
        write(
                new EventDocuments(),
                events(
                        0,
                        List.of(
                                Event.newBuilder().setTenant(tenant).build(),
                                Event.newBuilder()
                                        .setTenant("../" + tenant)
                                        .setSeq(1)
                                        .setSucceeded(TaskSucceeded.getDefaultInstance())
                                        .build(),
                                // Neither of what it would write is there: a record is dead-lettered or taken.
                                Event.newBuilder()
                                        .setTenant(tenant)
                                        .setSeq(1)
                                        .setTask(TaskRef.newBuilder().setTaskId("no-uuid"))
                                        .setSucceeded(TaskSucceeded.getDefaultInstance())
                                        .build())));

        assertThat(dlq.history()).hasSize(2);
        assertThat(Answers.await(mongo.client().listDatabaseNames())).noneMatch(name -> name.contains(tenant));
    }

    @Test
    void shouldWriteManyTenantsAtOnce() throws Exception {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 3 * MongoTarget.CONCURRENCY; i++) {
            events.addAll(new Story("t-" + UUID.randomUUID(), 0).accepted().events());
        }
        for (int i = 0; i < MongoTarget.MAX_BULK + 10; i++) {
            events.add(Event.newBuilder().setTenant(tenant).setSeq(i + 1).build());
        }
        Collections.shuffle(events, new Random(1));

        write(new EventDocuments(), events(0, events));

        assertThat(all(TenantCollection.TASK_EVENTS)).hasSize(MongoTarget.MAX_BULK + 10);
    }

    @Test
    void shouldSayWhenTheServerIsAway() {
        try (Mongo away = mongo("mongodb://127.0.0.1:1")) {
            assertThatThrownBy(() -> target(new EventDocuments(), away).positions(List.of(P0)))
                    .isInstanceOf(MongoException.class);
        }
    }

    void write(MongoDocuments documents, List<ConsumerRecord<byte[], byte[]>> batch) throws Exception {
        target(documents, mongo).write(batch);
    }

    private MongoTarget target(MongoDocuments documents, Mongo at) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.assign(List.of(P0));
        return target(documents, at, consumer);
    }

    MongoTarget target(MongoDocuments documents, Mongo at, Consumer<byte[], byte[]> consumer) {
        return new MongoTarget(
                documents,
                at,
                consumer,
                new DeadLetters(dlq),
                new LoopMetrics(new SimpleMeterRegistry(), documents.name()));
    }

    Document one(TenantCollection collection, Object id) {
        return Answers.await(mongo.collection(tenant, collection).find(new Document("_id", id)))
                .getFirst();
    }

    private List<Document> all(TenantCollection collection) {
        return Answers.await(mongo.collection(tenant, collection).find());
    }

    private List<String> pieces() {
        return one(TenantCollection.STREAM_BUFFER, task).getList("pieces", Document.class).stream()
                .map(piece -> piece.getString("text"))
                .toList();
    }

    OutputChunk.Builder chunk(long grant, int number, String text) {
        return OutputChunk.newBuilder()
                .setTenant(tenant)
                .setTaskId(task)
                .setAttempt(1)
                .setGrantedAtMillis(grant)
                .setNumber(number)
                .setText(text);
    }

    static List<ConsumerRecord<byte[], byte[]>> chunks(long from, OutputChunk.Builder... chunks) {
        List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
        for (OutputChunk.Builder chunk : chunks) {
            log.add(new ConsumerRecord<>(
                    Topics.STREAM, 0, from + log.size(), null, chunk.build().toByteArray()));
        }
        return log;
    }

    private static List<ConsumerRecord<byte[], byte[]>> events(long from, List<Event> events) {
        List<ConsumerRecord<byte[], byte[]>> log = new ArrayList<>();
        for (Event event : events) {
            log.add(new ConsumerRecord<>(Topics.EVENTS, 0, from + log.size(), null, event.toByteArray()));
        }
        return log;
    }

    static Mongo mongo(String url) {
        return Mongo.of(Settings.of(Map.of(SettingNames.MONGO_URL, url)), "test")
                .orElseThrow();
    }
}
