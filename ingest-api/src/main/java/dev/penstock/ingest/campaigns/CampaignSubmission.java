package dev.penstock.ingest.campaigns;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;

/** The body that starts a campaign, for the API's documentation; {@link dev.penstock.schemas.TaskRequests} reads it. */
@Schema(
        description = "A goal for the planner. Unknown fields are refused; the times are those of a task's submission.",
        additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
record CampaignSubmission(
        @Schema(
                description =
                        "What is to be reached; at most 256 KiB of UTF-8. Name roles in it to have no others used.",
                example = "Sell 200 sourdough starter kits by the end of May.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        String goal,

        @Schema(
                description = "Its name, without slashes; the id of the planner's task when left out",
                example = "spring-launch",
                maxLength = 100)
        String campaign,

        @Schema(
                description = "Attempts of the planner before it is dead; 0 for the default of 3",
                minimum = "0",
                maximum = "20")
        Integer maxAttempts,

        @Schema(description = "Marks of your own on the planner's task; at most 16", example = "{\"brand\":\"Acme\"}")
        Map<String, String> labels,

        @Schema(
                description = "Expected cost of one of the planner's attempts in micro-dollars",
                example = "60000",
                minimum = "0",
                maximum = "1000000000000")
        Long estimateMicros,

        @Schema(minimum = "0", maximum = "4102444800000") Long notBeforeMillis,
        @Schema(minimum = "0", maximum = "31622400000") Long startWithinMillis,
        @Schema(minimum = "0", maximum = "31622400000") Long attemptTimeoutMillis,
        @Schema(minimum = "0", maximum = "31622400000") Long endWithinMillis) {}
