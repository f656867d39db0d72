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
        Map<String, String> labels,

        @Schema(
                description =
                        "Expected cost of an attempt in micro-dollars, reserved from the monthly budget while one runs; 0 or absent:"
                                + " what tasks of the role have cost",
                example = "12000",
                minimum = "0",
                maximum = "1000000000000")
        Long estimateMicros,

        @Schema(
                description = "Not to start before this time, milliseconds since 1970-01-01T00:00Z",
                example = "1800000000000",
                minimum = "0",
                maximum = "4102444800000")
        Long notBeforeMillis,

        @Schema(
                description = "To be dropped unless it starts within so many milliseconds of its acceptance",
                example = "3600000",
                minimum = "0",
                maximum = "31622400000")
        Long startWithinMillis,

        @Schema(
                description = "Longest time of one attempt, in milliseconds",
                example = "300000",
                minimum = "0",
                maximum = "31622400000")
        Long attemptTimeoutMillis,

        @Schema(
                description = "To be dropped unless it ends within so many milliseconds of its acceptance",
                example = "86400000",
                minimum = "0",
                maximum = "31622400000")
        Long endWithinMillis) {}
