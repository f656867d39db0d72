package dev.penstock.ingest.tasks;

import dev.penstock.ingest.http.RareLog;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.CancelCampaign;
import dev.penstock.schemas.v1.CancelNotice;
import dev.penstock.schemas.v1.CancelTask;
import dev.penstock.schemas.v1.Command;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.LoggerFactory;

/**
 * Puts cancellations on the log, and once they are durable there tells workers of them, who then break calls off without waiting for the engine:
 * that may be seconds behind, and a call costs money as long as it goes on. What the workers are told changes nothing else; the command decides.
 */
public final class CancelCommands {
    private static final RareLog LOG = new RareLog(LoggerFactory.getLogger(CancelCommands.class));
    private static final String REASON = "requested";

    private final KafkaWriter kafka;
    private final int slots;

    public CancelCommands(KafkaWriter kafka, int slots) {
        this.kafka = kafka;
        this.slots = slots;
    }

    /** Returns once Kafka has acknowledged the command; ends with a problem when it does not. */
    public void cancelTask(String tenant, UUID taskId) {
        String task = taskId.toString();
        write(
                Command.newBuilder()
                        .setTenant(tenant)
                        .setCancel(CancelTask.newBuilder().setTaskId(task).setReason(REASON))
                        .build(),
                CancelNotice.newBuilder().setTenant(tenant).setTaskId(task));
    }

    /** The same of what is left of a campaign. */
    public void cancelCampaign(String tenant, String campaign) {
        write(
                Command.newBuilder()
                        .setTenant(tenant)
                        .setCancelCampaign(CancelCampaign.newBuilder()
                                .setCampaign(campaign)
                                .setReason(REASON))
                        .build(),
                CancelNotice.newBuilder().setTenant(tenant).setCampaign(campaign));
    }

    private void write(Command command, CancelNotice.Builder notice) {
        byte[] key = command.getTenant().getBytes(StandardCharsets.UTF_8);
        int slot = Slots.of(command.getTenant(), slots);
        long at = kafka.await(kafka.send(new ProducerRecord<>(Topics.COMMANDS, slot, key, command.toByteArray())))
                .timestamp();
        // Nobody waits for it: should it be lost, workers hear the engine's word later.
        kafka.send(new ProducerRecord<>(
                        Topics.CANCELS, key, notice.setAtMillis(at).build().toByteArray()))
                .whenComplete((written, failure) -> {
                    if (failure != null) {
                        LOG.warn("Workers will hear of a cancellation from the engine alone: {}", failure);
                    }
                });
    }
}
