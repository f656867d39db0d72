package dev.penstock.projections;

import dev.penstock.schemas.v1.CampaignCancelled;
import dev.penstock.schemas.v1.CampaignProgressed;
import dev.penstock.schemas.v1.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What happens to one campaign, told as events a second apart. */
final class CampaignStory {
    private final String tenant;
    private final String campaign;
    private final List<Event> events = new ArrayList<>();
    private long now;
    private long seq;

    CampaignStory(String tenant, String campaign, long beginsAtMillis) {
        this.tenant = tenant;
        this.campaign = campaign;
        this.now = beginsAtMillis;
    }

    /** Campaigns that run, end, are cancelled and begin anew, drawn from {@code random}. */
    static List<Event> random(String tenant, String campaign, long beginsAtMillis, Random random) {
        CampaignStory story = new CampaignStory(tenant, campaign, beginsAtMillis);
        for (int run = 1 + random.nextInt(3); run > 0; run--) {
            int total = 1 + random.nextInt(5);
            for (int done = 0; done < total; done++) {
                story.progressed("running", total, done, 10L * done);
            }
            if (random.nextInt(3) == 0) {
                story.cancelled("reason " + run).progressed("cancelled", total, total - 1, 100);
            } else {
                story.progressed(random.nextBoolean() ? "succeeded" : "failed", total, total, 200);
            }
        }
        return story.events();
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    CampaignStory progressed(String state, int total, int succeeded, long costMicros) {
        return happens(Event.newBuilder()
                .setCampaignProgressed(CampaignProgressed.newBuilder()
                        .setCampaign(campaign)
                        .setState(state)
                        .setTotal(total)
                        .setSucceeded(succeeded)
                        .setCancelled(state.equals("cancelled") ? total - succeeded : 0)
                        .setCostMicros(costMicros)));
    }

    CampaignStory cancelled(String reason) {
        return happens(Event.newBuilder()
                .setCampaignCancelled(
                        CampaignCancelled.newBuilder().setCampaign(campaign).setReason(reason)));
    }

    private CampaignStory happens(Event.Builder event) {
        events.add(event.setTenant(tenant).setSeq(++seq).setAtMillis(now).build());
        now += 1_000;
        return this;
    }
}
