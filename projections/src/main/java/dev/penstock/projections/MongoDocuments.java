package dev.penstock.projections;

import com.mongodb.client.model.WriteModel;
import dev.penstock.mongo.TenantCollection;
import dev.penstock.mongo.TenantDatabase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.bson.Document;

/** How the records of a topic become documents. Writing one again changes nothing. */
interface MongoDocuments {
    /** Its name in metrics and health. */
    String name();

    /** The topic it reads. */
    String topic();

    /** Whether the writes to a collection depend on their order. */
    boolean ordered();

    /**
     * Adds what {@code record} writes.
     *
     * @throws MalformedRecordException when it cannot be read; nothing was added
     */
    void add(ConsumerRecord<byte[], byte[]> record, Writes writes) throws MalformedRecordException;

    /** The name of a tenant that may have a database. */
    static String tenant(String name) throws MalformedRecordException {
        if (!TenantDatabase.isTenant(name)) {
            throw new MalformedRecordException("Expected a tenant's name of a-z, 0-9 and -", null);
        }
        return name;
    }

    /** The writes of one batch, by tenant and collection, in their order. */
    final class Writes {
        /** One tenant's collection. */
        record Place(String tenant, TenantCollection collection) {}

        private final Map<Place, List<WriteModel<Document>>> all = new LinkedHashMap<>();

        void add(String tenant, TenantCollection collection, WriteModel<Document> write) {
            all.computeIfAbsent(new Place(tenant, collection), place -> new ArrayList<>())
                    .add(write);
        }

        Map<Place, List<WriteModel<Document>>> all() {
            return all;
        }
    }
}
