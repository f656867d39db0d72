package dev.penstock.mongo;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoCollection;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.SettingsException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/** A process's client of MongoDB ({@code penstock.mongo.url}). It connects by itself, in the background, and again after a failure. */
public final class Mongo implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

    /** How long to look for a server that answers, and to wait for its answer. */
    private record Patience(Duration find, Duration answer) {
        /** Of those behind whom somebody waits, or who can do something else meanwhile. */
        static final Patience SHORT = new Patience(Duration.ofSeconds(2), Duration.ofSeconds(10));

        /** Of those who would have to begin anew. */
        static final Patience LONG = new Patience(Duration.ofMinutes(1), Duration.ofMinutes(2));
    }

    private static final int CONNECTIONS = 16;

    private final MongoClient client;

    private Mongo(MongoClient client) {
        this.client = client;
    }

    /** Empty where no URL is set: then nothing is kept in MongoDB. It waits 10 s for an answer, and 2 s for a server that is not there. */
    public static Optional<Mongo> of(Settings settings, String application) {
        return of(settings, application, Patience.SHORT);
    }

    /** As {@link #of}, but for what reads all there is and would have to begin anew: it waits 2 minutes for an answer, and one for a server that is not there. */
    public static Optional<Mongo> patient(Settings settings, String application) {
        return of(settings, application, Patience.LONG);
    }

    private static Optional<Mongo> of(Settings settings, String application, Patience patience) {
        String url = settings.text(SettingNames.MONGO_URL, "");
        if (url.isEmpty()) {
            return Optional.empty();
        }
        ConnectionString address;
        try {
            address = new ConnectionString(url);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(
                    "The setting " + SettingNames.MONGO_URL + " is not a URL such as mongodb://localhost:27017.", e);
        }
        MongoClientSettings client = MongoClientSettings.builder()
                .applyConnectionString(address)
                .applicationName(application)
                // Every write here may be made twice, so what makes it again is whoever makes it; and not every server
                // knows how to.
                .retryWrites(false)
                .applyToClusterSettings(cluster ->
                        cluster.serverSelectionTimeout(patience.find().toMillis(), TimeUnit.MILLISECONDS))
                .applyToSocketSettings(
                        socket -> socket.connectTimeout((int) CONNECT_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                                .readTimeout((int) patience.answer().toMillis(), TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(pool -> pool.maxSize(CONNECTIONS))
                .build();
        return Optional.of(new Mongo(MongoClients.create(client)));
    }

    /** For writes, and for reads that must see them. */
    public MongoCollection<Document> collection(String tenant, TenantCollection collection) {
        return client.getDatabase(TenantDatabase.of(tenant)).getCollection(collection.id());
    }

    public MongoClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
    }
}
