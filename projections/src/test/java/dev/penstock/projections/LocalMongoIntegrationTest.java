package dev.penstock.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.embedded.EmbeddedMongo;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.mongo.Mongo;
import dev.penstock.mongo.TenantCollection;
import java.nio.file.Path;
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
}
