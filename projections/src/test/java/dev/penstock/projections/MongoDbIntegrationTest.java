package dev.penstock.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.mongo.Answers;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** The contract over MongoDB's own server, where Docker can run one. */
@EnabledIf(
        value = "isDockerThere",
        disabledReason = "No Docker answers: only the server of the local stack is held to the contract")
class MongoDbIntegrationTest extends MongoContract {
    private static final DockerImageName IMAGE = DockerImageName.parse("mongo:8.0");
    private static final int PORT = 27017;
    private static final GenericContainer<?> SERVER = new GenericContainer<>(IMAGE).withExposedPorts(PORT);

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    static boolean isDockerThere() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @Override
    String url() {
        return "mongodb://" + SERVER.getHost() + ":" + SERVER.getMappedPort(PORT);
    }

    @Test
    void shouldBeMongoDb() {
        Document built = Answers.await(mongo.client().getDatabase("admin").runCommand(new Document("buildInfo", 1)))
                .getFirst();

        assertThat(built.getString("version")).startsWith("8.");
    }
}
