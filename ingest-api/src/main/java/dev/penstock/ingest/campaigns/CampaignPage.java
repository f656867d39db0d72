package dev.penstock.ingest.campaigns;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some of a tenant's campaigns, newest first. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CampaignPage(
        List<CampaignView> campaigns,

        @Schema(
                description = "Give it as 'before' to get the campaigns that follow; absent on the last page",
                example = "1767225600000000_spring-launch")
        @Nullable
        String next) {
    public CampaignPage {
        campaigns = List.copyOf(campaigns);
    }
}
