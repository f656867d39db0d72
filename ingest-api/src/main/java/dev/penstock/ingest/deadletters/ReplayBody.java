package dev.penstock.ingest.deadletters;

import io.swagger.v3.oas.annotations.media.Schema;

/** The body of a replay by filter, for the API's documentation; {@link ReplayRequest} reads it. */
@Schema(
        name = "Replay",
        description = "Which dead tasks to replay, and how. Unknown fields are refused.",
        additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
record ReplayBody(
        @Schema(description = "Only tasks of this role", example = "copywriter")
        String role,

        @Schema(description = "Only tasks that died of this", example = "provider_error")
        String cause,

        @Schema(description = "Only tasks of this campaign", example = "spring-launch")
        String campaign,

        @Schema(description = "Only tasks that died then or later", example = "2026-01-31T12:00:00Z")
        String since,

        @Schema(description = "Only tasks that died before then", example = "2026-01-31T13:00:00Z")
        String until,

        @Schema(
                description = "For the tasks' history",
                example = "the provider is well again",
                maxLength = ReplayRequest.MAX_REASON_CHARS)
        String reason,

        @Schema(
                description = "At most so many, those that died first",
                minimum = "1",
                maximum = "" + ReplayRequest.MAX_TASKS,
                defaultValue = "" + ReplayRequest.DEFAULT_TASKS)
        Integer maxTasks,

        @Schema(
                description = "So many a second",
                minimum = "1",
                maximum = "" + ReplayRequest.MAX_PER_SECOND,
                defaultValue = "" + ReplayRequest.DEFAULT_PER_SECOND)
        Integer perSecond,

        @Schema(description = "Only tell what would be replayed, and its price", defaultValue = "true")
        Boolean dryRun) {}
