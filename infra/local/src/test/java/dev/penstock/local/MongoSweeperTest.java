package dev.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.EmbeddedMongo;
import dev.penstock.mongo.Answers;
import dev.penstock.mongo.Mongo;
import dev.penstock.mongo.TenantCollection;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MongoSweeperTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

    @Test
    void shouldDeleteWhatHasHadItsTimeAndNothingElse(@TempDir Path dir) {
        try (EmbeddedMongo server = EmbeddedMongo.start(dir, 0);
                Mongo mongo = Mongo.of(Settings.of(Map.of(SettingNames.MONGO_URL, server.url())), "test")
                        .orElseThrow();
                MongoSweeper sweeper = new MongoSweeper(server.url(), () -> NOW)) {
            for (TenantCollection collection : TenantCollection.values()) {
                for (Duration age : new Duration[] {Duration.ofHours(23), Duration.ofHours(25)}) {
                    Answers.await(mongo.collection("acme", collection)
                            .insertOne(new Document("_id", age.toString()).append("at", Date.from(NOW.minus(age)))));
                }
            }

            sweeper.sweep();

            assertThat(count(mongo, TenantCollection.STREAM_BUFFER)).isEqualTo(1);
            assertThat(count(mongo, TenantCollection.DELIVERABLES)).isEqualTo(2);
            assertThat(count(mongo, TenantCollection.TASK_EVENTS)).isEqualTo(2);
        }
    }

    private static long count(Mongo mongo, TenantCollection collection) {
        return Answers.await(mongo.collection("acme", collection).find()).size();
    }
}
