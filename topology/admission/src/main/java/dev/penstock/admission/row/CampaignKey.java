package dev.penstock.admission.row;

/** A campaign's name among all of the slot. */
public record CampaignKey(String tenant, String campaign) implements Comparable<CampaignKey> {
    @Override
    public int compareTo(CampaignKey other) {
        int byTenant = tenant.compareTo(other.tenant);
        return byTenant != 0 ? byTenant : campaign.compareTo(other.campaign);
    }
}
