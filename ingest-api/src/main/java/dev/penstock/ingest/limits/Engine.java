package dev.penstock.ingest.limits;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemException;
import dev.penstock.ingest.tasks.KafkaWriter;
import dev.penstock.ingest.why.EngineQueries;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Command;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The engine, to be asked and to be told.
 *
 * @param slots how many it has
 */
public record Engine(EngineQueries queries, KafkaWriter kafka, int slots) {
    private static final int RETRY_SECONDS = 2;

    /** Returns once Kafka has acknowledged the command. */
    void sendToTenant(String tenant, Command command) {
        send(Slots.of(tenant, slots), tenant, command);
    }

    /** To the slot in which the role's limits are decided. */
    void sendToRole(String role, Command command) {
        send(Slots.ofRole(role, slots), role, command);
    }

    static ProblemException unavailable() {
        return Problem.unavailable(
                        "The engine cannot be asked now: none of its processes answers, or a slot is being moved.",
                        RETRY_SECONDS)
                .exception();
    }

    private void send(int slot, String key, Command command) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        kafka.await(kafka.send(new ProducerRecord<>(Topics.COMMANDS, slot, bytes, command.toByteArray())));
    }
}
