package dev.penstock.ingest.tasks;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.CancelTask;
import dev.penstock.schemas.v1.Command;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Asks the engine to end a task; whether it still could is told by an event. */
public final class Cancellations {
    private final Lookups lookups;
    private final KafkaWriter kafka;
    private final int slots;

    public Cancellations(Lookups lookups, KafkaWriter kafka, int slots) {
        this.lookups = lookups;
        this.kafka = kafka;
        this.slots = slots;
    }

    /** Returns once Kafka has acknowledged the command; ends with a problem when there is no such task or it is over. */
    public SubmittedTask cancel(String tenant, UUID taskId) {
        TaskView task = lookups.task(tenant, taskId);
        if (TaskView.ended(task.state())) {
            throw Problem.of(ProblemType.TASK_ALREADY_ENDED, "The task is " + task.state() + ".")
                    .with("state", task.state())
                    .exception();
        }
        CancelTask cancel = CancelTask.newBuilder()
                .setTaskId(taskId.toString())
                .setReason("requested")
                .build();
        byte[] value =
                Command.newBuilder().setTenant(tenant).setCancel(cancel).build().toByteArray();
        byte[] key = tenant.getBytes(StandardCharsets.UTF_8);
        kafka.await(kafka.send(new ProducerRecord<>(Topics.COMMANDS, Slots.of(tenant, slots), key, value)));
        return new SubmittedTask(taskId, task.state(), task.role(), task.tier(), TaskLinks.of(taskId));
    }
}
