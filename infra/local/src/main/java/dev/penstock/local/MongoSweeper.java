package dev.penstock.local;

import com.mongodb.MongoException;
import com.mongodb.client.model.Filters;
import dev.penstock.mongo.Answers;
import dev.penstock.mongo.Mongo;
import dev.penstock.mongo.TenantCollection;
import dev.penstock.mongo.TenantDatabase;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does for the local server what MongoDB does by itself: deletes documents whose time is over, once a minute. */
final class MongoSweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MongoSweeper.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Mongo mongo;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("mongo-sweeper").factory());

    MongoSweeper(String url, InstantSource clock) {
        this.mongo = Mongo.of(Settings.of(Map.of(SettingNames.MONGO_URL, url)), "penstock-sweeper")
                .orElseThrow();
        this.clock = clock;
    }

    static MongoSweeper start(String url, InstantSource clock) {
        MongoSweeper sweeper = new MongoSweeper(url, clock);
        sweeper.timer.scheduleWithFixedDelay(
                sweeper::sweepQuietly, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return sweeper;
    }

    /** One round over all tenants. */
    void sweep() {
        for (String database : Answers.await(mongo.client().listDatabaseNames())) {
            if (!database.startsWith(TenantDatabase.PREFIX)) {
                continue;
            }
            for (TenantCollection collection : TenantCollection.values()) {
                collection
                        .kept()
                        .ifPresent(kept -> Answers.await(mongo.client()
                                .getDatabase(database)
                                .getCollection(collection.id())
                                .deleteMany(Filters.lt(
                                        "at", Date.from(clock.instant().minus(kept))))));
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        mongo.close();
    }

    private void sweepQuietly() {
        try {
            sweep();
        } catch (MongoException e) {
            // The next round does what this one did not.
            LOG.warn("Documents whose time is over could not be deleted: {}", e.toString());
        }
    }
}
