package dev.penstock.ingest.campaigns;

import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import org.springframework.web.util.UriUtils;

/** Where else to look, relative to the API. */
@Schema(description = "Where else to look, relative to the API")
public record CampaignLinks(
        @Schema(example = "/v1/campaigns/spring-launch", description = "DELETE it to cancel")
        String self) {
    static CampaignLinks of(String campaign) {
        return new CampaignLinks("/v1/campaigns/" + UriUtils.encodePathSegment(campaign, StandardCharsets.UTF_8));
    }
}
