package dev.penstock.ingest.campaigns;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.ingest.tasks.CancelCommands;

/** Asks the engine to end what is left of a campaign; what became of its tasks is told by their events. */
public final class CampaignCancellations {
    private final Campaigns campaigns;
    private final CancelCommands commands;

    public CampaignCancellations(Campaigns campaigns, CancelCommands commands) {
        this.campaigns = campaigns;
        this.commands = commands;
    }

    /** Returns the campaign as it stood once Kafka has acknowledged the command; ends with a problem when there is no such campaign or it is over. */
    CampaignView cancel(String tenant, String campaign) {
        CampaignView found = campaigns.summary(tenant, campaign);
        if (found.ended()) {
            throw Problem.of(ProblemType.CAMPAIGN_ALREADY_ENDED, "The campaign is " + found.state() + ".")
                    .with("state", found.state())
                    .exception();
        }
        commands.cancelCampaign(tenant, campaign);
        return found;
    }
}
