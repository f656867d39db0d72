package dev.penstock.ingest.campaigns;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.ingest.tasks.KafkaWriter;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.CancelCampaign;
import dev.penstock.schemas.v1.Command;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Asks the engine to end what is left of a campaign; what became of its tasks is told by their events. */
public final class CampaignCancellations {
    private final Campaigns campaigns;
    private final KafkaWriter kafka;
    private final int slots;

    public CampaignCancellations(Campaigns campaigns, KafkaWriter kafka, int slots) {
        this.campaigns = campaigns;
        this.kafka = kafka;
        this.slots = slots;
    }

    /** Returns the campaign as it stood once Kafka has acknowledged the command; ends with a problem when there is no such campaign or it is over. */
    CampaignView cancel(String tenant, String campaign) {
        CampaignView found = campaigns.summary(tenant, campaign);
        if (found.ended()) {
            throw Problem.of(ProblemType.CAMPAIGN_ALREADY_ENDED, "The campaign is " + found.state() + ".")
                    .with("state", found.state())
                    .exception();
        }
        byte[] value = Command.newBuilder()
                .setTenant(tenant)
                .setCancelCampaign(
                        CancelCampaign.newBuilder().setCampaign(campaign).setReason("requested"))
                .build()
                .toByteArray();
        byte[] key = tenant.getBytes(StandardCharsets.UTF_8);
        kafka.await(kafka.send(new ProducerRecord<>(Topics.COMMANDS, Slots.of(tenant, slots), key, value)));
        return found;
    }
}
