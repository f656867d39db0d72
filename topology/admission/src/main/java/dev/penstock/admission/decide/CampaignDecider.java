package dev.penstock.admission.decide;

import dev.penstock.admission.Command.CancelCampaign;
import dev.penstock.admission.Event.CampaignCancelled;
import dev.penstock.admission.Event.CampaignProgressed;
import dev.penstock.admission.row.CampaignKey;
import dev.penstock.admission.row.CampaignRow;
import dev.penstock.admission.state.View;
import org.jspecify.annotations.Nullable;

/** Tells how campaigns stand, and stops them. */
public final class CampaignDecider {
    private CampaignDecider() {}

    static @Nullable CampaignCancelled decide(View view, CancelCampaign c) {
        CampaignRow campaign = view.campaign(new CampaignKey(c.tenant(), c.campaign()));
        if (campaign == null || campaign.cancelled()) {
            return null;
        }
        String reason = c.reason().isEmpty() ? "cancelled" : c.reason();
        return new CampaignCancelled(view.nextSeq(c.tenant()), c.tenant(), c.campaign(), reason);
    }

    /** The progress of a campaign that was not told yet, null when all was. */
    public static @Nullable CampaignProgressed nextProgress(View view) {
        CampaignKey key = view.nextUntoldCampaign();
        CampaignRow campaign = key == null ? null : view.campaign(key);
        if (key == null || campaign == null) {
            return null;
        }
        return new CampaignProgressed(
                view.nextSeq(key.tenant()), key.tenant(), key.campaign(), campaign.state(), campaign.counts());
    }
}
