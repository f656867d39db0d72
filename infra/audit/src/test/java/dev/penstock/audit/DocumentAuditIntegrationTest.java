package dev.penstock.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.penstock.audit.documents.DocumentAudit;
import dev.penstock.audit.documents.DocumentStore;
import dev.penstock.embedded.Await;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.mongo.Answers;
import dev.penstock.mongo.Mongo;
import dev.penstock.mongo.TenantCollection;
import dev.penstock.mongo.TenantDocuments;
import dev.penstock.projections.ProjectionsApp;
import dev.penstock.runtime.Settings;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Documents that the real projections have made of a log, and then differences that are planted among them. */
class DocumentAuditIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String STANDS = "took nothing";

    private final EmbeddedStack stack = EmbeddedStack.shared();
    private final Settings settings = stack.settings();
    private final String run = UUID.randomUUID().toString();
    private final String one = "one-" + run;

    /** As long as a tenant's name may be, so that its database has a digest in its name. */
    private final String other = "o".repeat(64 - run.length()) + run;

    private final String task = UUID.randomUUID().toString();
    private final String late = UUID.randomUUID().toString();
    private final String others = UUID.randomUUID().toString();

    @Test
    void shouldPassWhatTheProjectionMadeAndNameEachPlantedDifference() throws Exception {
        stack.createTopics();
        int written = write(one, TestLog.withCap(3).whole(task).whole(late))
                + write(other, TestLog.withCap(1).whole(others));
        ProjectionsApp app = new ProjectionsApp(settings, new SimpleMeterRegistry());
        try (app;
                Mongo mongo = Mongo.of(settings, "test").orElseThrow()) {
            app.start();
            // The audit waits for what is on its way.
            InvariantResult clean = audit(mongo);
            assertThat(found(clean)).isEmpty();
            assertThat(clean.examined()).isGreaterThanOrEqualTo(written + 3);
            assertThat(clean.note()).contains(" deliverables and ", "; 0 documents still to come");

            plant(mongo);

            assertThat(found(audit(mongo)))
                    .hasSize(7)
                    .anyMatch(text -> text.startsWith("deliverables document " + task + " of penstock_" + one + ": ")
                            && text.contains("output is 'rain'")
                            && !text.contains("sha256"))
                    .anyMatch(text -> text.contains("task_events document 1 of penstock_" + one)
                            && text.endsWith(": at is absent, not 1970-01-01T00:00:01Z, extra is '1', not absent"))
                    .anyMatch(text -> text.contains("document " + late) && text.endsWith("is missing"))
                    .anyMatch(text -> text.contains("task_events document 3 ") && text.endsWith("is missing"))
                    .anyMatch(text -> text.contains("task_events document 1000000 ") && text.contains("no event"))
                    .anyMatch(text -> text.contains("document " + late)
                            && text.endsWith("no event of the tenant makes it; it is the deliverable of " + one))
                    .anyMatch(text -> text.contains("document " + others + " of penstock_nobody-" + run)
                            && text.endsWith("; it is the deliverable of " + other));
        }
    }

    @Test
    void shouldExplainWhatIsWrittenMeanwhile() throws Exception {
        stack.createTopics();
        write(one, TestLog.withCap(1).whole(task));
        ProjectionsApp app = new ProjectionsApp(settings, new SimpleMeterRegistry());
        try (app;
                Mongo mongo = Mongo.of(settings, "test").orElseThrow()) {
            app.start();
            TenantDocuments stored = new TenantDocuments(mongo);
            // When the audit has compared what was there, more is written and projected before it looks for what should
            // not be.
            DocumentStore.Scan scan = (database, collection, fields, portion, sink) -> {
                if (database.equals("penstock_" + one) && collection.equals("task_events")) {
                    more(mongo);
                }
                stored.scan(database, collection, fields, portion, sink);
            };

            InvariantResult result = new DocumentAudit(
                            stack.kafkaBootstrap(), new DocumentStore(stored::databases, stored::find, scan), p -> {})
                    .run();

            assertThat(count(mongo, TenantCollection.DELIVERABLES)).isEqualTo(2);
            assertThat(found(result)).isEmpty();
        }
    }

    @Test
    void shouldGoByTheDocumentsWhereACommitWasLost() throws Exception {
        stack.createTopics();
        write(one, TestLog.withCap(1).whole(task));
        ProjectionsApp app = new ProjectionsApp(settings, new SimpleMeterRegistry());
        try (Mongo mongo = Mongo.of(settings, "test").orElseThrow()) {
            try (app) {
                app.start();
                assertThat(audit(mongo).note()).contains("; 0 documents still to come");
            }
            forgetCommits();

            DocumentAudit audit = documents(mongo).ofQuietLog(Duration.ofMillis(300));
            assertThat(found(audit.run())).isEmpty();

            Answers.await(mongo.collection(one, TenantCollection.DELIVERABLES).deleteOne(Filters.eq("_id", task)));
            assertThat(audit.run().violations())
                    .anyMatch(v -> v.partition() == Slots.of(one, EmbeddedStack.SLOTS)
                            && v.explanation().startsWith("1 documents")
                            && v.explanation().contains(STANDS));
        }
    }

    private void forgetCommits() throws Exception {
        try (Admin admin = Admin.create(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, stack.kafkaBootstrap()))) {
            Await.until("the projection to have left", LIMIT, () -> {
                admin.deleteConsumerGroups(List.of("penstock-projection-mongo-events"))
                        .all()
                        .get();
                return true;
            });
        }
    }

    @Test
    void shouldNotTakeAProjectionThatStandsStillForOneThatHasAllThereIs() throws Exception {
        stack.createTopics();
        int written = write(one, TestLog.withCap(1).whole(task));
        try (Mongo mongo = Mongo.of(settings, "test").orElseThrow()) {
            InvariantResult result =
                    documents(mongo).ofQuietLog(Duration.ofMillis(300)).run();

            assertThat(result.violations())
                    .anyMatch(v -> v.partition() == Slots.of(one, EmbeddedStack.SLOTS)
                            && v.explanation().contains(STANDS));
            assertThat(result.note()).doesNotContain("; 0 documents still to come");
            assertThat(written).isGreaterThan(1);
        }
    }

    private void more(Mongo mongo) {
        TestLog all = TestLog.withCap(1).whole(task).whole(late);
        int before = TestLog.withCap(1).whole(task).events.size();
        try {
            send(one, all.events.subList(before, all.events.size()));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        Await.until("the documents", LIMIT, () -> count(mongo, TenantCollection.DELIVERABLES) == 2);
    }

    private void plant(Mongo mongo) {
        MongoCollection<Document> deliverables = mongo.collection(one, TenantCollection.DELIVERABLES);
        MongoCollection<Document> events = mongo.collection(one, TenantCollection.TASK_EVENTS);
        Document moved =
                Answers.await(deliverables.find(Filters.eq("_id", late))).getFirst();
        Document copied = Answers.await(
                        mongo.collection(other, TenantCollection.DELIVERABLES).find())
                .getFirst();
        Answers.await(deliverables.updateOne(Filters.eq("_id", task), Updates.set("output", "rain")));
        Answers.await(events.updateOne(
                Filters.eq("_id", 1L), Updates.combine(Updates.unset("at"), Updates.set("extra", "1"))));
        Answers.await(deliverables.deleteOne(Filters.eq("_id", late)));
        Answers.await(events.deleteOne(Filters.eq("_id", 3L)));
        Answers.await(events.insertOne(new Document("_id", 1_000_000L).append("kind", "accepted")));
        Answers.await(mongo.collection(other, TenantCollection.DELIVERABLES).insertOne(moved));
        Answers.await(
                mongo.collection("nobody-" + run, TenantCollection.DELIVERABLES).insertOne(copied));
    }

    private DocumentAudit documents(Mongo mongo) {
        TenantDocuments stored = new TenantDocuments(mongo);
        return new DocumentAudit(
                stack.kafkaBootstrap(), new DocumentStore(stored::databases, stored::find, stored::scan), p -> {});
    }

    private InvariantResult audit(Mongo mongo) throws InterruptedException {
        return documents(mongo).run();
    }

    /** What is found of the tenants of this test: others' logs are not all such as an engine writes. */
    private List<String> found(InvariantResult result) {
        return result.violations().stream()
                .filter(v -> v.tenant().endsWith(run) || v.explanation().contains(run))
                .map(Violation::explanation)
                .toList();
    }

    private long count(Mongo mongo, TenantCollection collection) {
        return Answers.await(mongo.collection(one, collection).find()).size();
    }

    private int write(String tenant, TestLog log) throws Exception {
        return send(tenant, log.events);
    }

    private int send(String tenant, List<dev.penstock.schemas.v1.Event> events) throws Exception {
        byte[] key = tenant.getBytes(StandardCharsets.UTF_8);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        stack.kafkaBootstrap(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        tenant),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (var event : events) {
                producer.send(new ProducerRecord<>(
                        Topics.EVENTS,
                        Slots.of(tenant, EmbeddedStack.SLOTS),
                        key,
                        event.toBuilder().setTenant(tenant).build().toByteArray()));
            }
            producer.commitTransaction();
        }
        return events.size();
    }
}
