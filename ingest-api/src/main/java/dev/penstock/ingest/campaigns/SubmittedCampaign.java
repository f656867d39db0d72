package dev.penstock.ingest.campaigns;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;

/** What the start of a campaign is answered with. */
public record SubmittedCampaign(
        @Schema(example = "spring-launch") String campaign,
        @Schema(example = "SUBMITTED") String state,

        @Schema(description = "The planner's task", example = "5a0c9f0e-3d2b-8c1d-a4e7-6b1f0d9c8e7a")
        UUID taskId,

        CampaignLinks links) {}
