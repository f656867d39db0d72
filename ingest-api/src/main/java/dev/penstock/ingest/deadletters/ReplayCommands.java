package dev.penstock.ingest.deadletters;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.ingest.tasks.KafkaWriter;
import dev.penstock.ingest.tasks.Lookups;
import dev.penstock.ingest.tasks.SubmittedTask;
import dev.penstock.ingest.tasks.TaskLinks;
import dev.penstock.ingest.tasks.TaskView;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.ReplayTask;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Asks the engine to try dead tasks again; whether it does is told by an event. */
public final class ReplayCommands {
    private static final String DEAD = "DEAD";

    private final Lookups lookups;
    private final KafkaWriter kafka;
    private final int slots;
    private final Clock clock;
    private final Duration kept;

    /** @param kept how long the engine keeps a dead task whole */
    public ReplayCommands(Lookups lookups, KafkaWriter kafka, int slots, Clock clock, Duration kept) {
        this.lookups = lookups;
        this.kafka = kafka;
        this.slots = slots;
        this.clock = clock;
        this.kept = kept;
    }

    /** As {@link #replay(String, UUID, String)}; ends with a problem when there is no such task, or it is not one to be replayed. */
    SubmittedTask replay(String tenant, String taskId) {
        TaskView task = lookups.task(tenant, taskId);
        Instant endedAt = task.endedAt();
        if (!task.state().equals(DEAD)) {
            throw refusal(task, "The task is " + task.state() + ".");
        }
        if (endedAt == null || endedAt.isBefore(clock.instant().minus(kept))) {
            throw refusal(task, "The task died " + endedAt + " and is no longer kept whole.");
        }
        replay(tenant, task.id(), ReplayRequest.DEFAULT_REASON);
        return new SubmittedTask(task.id(), task.state(), task.role(), task.tier(), TaskLinks.of(task.id()));
    }

    /** Returns once Kafka has acknowledged the command. */
    void replay(String tenant, UUID taskId, String reason) {
        ReplayTask replay = ReplayTask.newBuilder()
                .setTaskId(taskId.toString())
                .setReason(reason)
                .build();
        byte[] value =
                Command.newBuilder().setTenant(tenant).setReplay(replay).build().toByteArray();
        byte[] key = tenant.getBytes(StandardCharsets.UTF_8);
        kafka.await(kafka.send(new ProducerRecord<>(Topics.COMMANDS, Slots.of(tenant, slots), key, value)));
    }

    private static RuntimeException refusal(TaskView task, String detail) {
        return Problem.of(ProblemType.TASK_NOT_REPLAYABLE, detail)
                .with("state", task.state())
                .exception();
    }
}
