package dev.penstock.ingest.tasks;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;

/** The body of a submission, for the API's documentation; {@link dev.penstock.schemas.TaskRequests} reads it. */
@Schema(
        description = "One unit of agent work. Unknown fields are refused.",
        additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
record TaskSubmission(
        @Schema(
                description = "Kind of agent",
                example = "copywriter",
                requiredMode = Schema.RequiredMode.REQUIRED,
                pattern = "[a-z][a-z0-9-]{0,63}")
        String role,

        @Schema(
                description = "How urgent it is",
                example = "normal",
                allowableValues = {"urgent", "normal", "batch"},
                defaultValue = "normal")
        String tier,

        @Schema(
                description = "What the agent is asked to do; at most 256 KiB of UTF-8",
                example = "Write three headlines for our spring sale of rain jackets.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        String input,

        @Schema(description = "Campaign that it belongs to", example = "spring-launch", maxLength = 100)
        String campaign,

        @Schema(
                description = "Attempts before it is dead; 0 for the default of 3",
                example = "3",
                minimum = "0",
                maximum = "20")
        Integer maxAttempts,

        @Schema(
                description = "Marks of your own, given back with the task; at most 16",
                example = "{\"brand\":\"Acme\"}")
        Map<String, String> labels) {}
