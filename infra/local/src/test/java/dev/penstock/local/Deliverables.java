package dev.penstock.local;

import com.mongodb.client.model.Filters;
import dev.penstock.embedded.Await;
import dev.penstock.mongo.Answers;
import dev.penstock.mongo.Mongo;
import dev.penstock.mongo.TenantCollection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** What a stack keeps in its tenants' databases. */
final class Deliverables {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Deliverables() {}

    /** The document of a task's output, as soon as it is there. */
    static Document await(LocalStack stack, String tenant, String task) {
        try (Mongo mongo = Mongo.of(stack.info().settings(), "test").orElseThrow()) {
            List<Document> found = new ArrayList<>();
            Await.until(
                    "the deliverable",
                    LIMIT,
                    () -> found.addAll(Answers.await(mongo.collection(tenant, TenantCollection.DELIVERABLES)
                            .find(Filters.eq("_id", task)))));
            return found.getFirst();
        }
    }
}
