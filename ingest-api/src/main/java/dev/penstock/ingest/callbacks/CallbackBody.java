package dev.penstock.ingest.callbacks;

import io.swagger.v3.oas.annotations.media.Schema;

/** The body of a callback, for the API's documentation; {@link Callback} reads it. */
@Schema(name = "Callback", description = "How a task goes. At most 1 MiB.")
record CallbackBody(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                allowableValues = {"progress", "complete", "fail"})
        String type,

        @Schema(description = "One line for people: how far it is, or what went wrong", maxLength = 500)
        String message,

        @Schema(
                description = "progress: how long the runtime may be silent from now on; as before when it is left out",
                minimum = "1",
                maximum = "" + Callback.MAX_PATIENCE_SECONDS)
        Long patienceSeconds,

        @Schema(description = "complete: what was made; at most 256 KiB of UTF-8. A planner's is its plan.")
        String output,

        @Schema(description = "fail: stable, in lower case", defaultValue = "runtime_error", maxLength = 64)
        String kind,

        @Schema(description = "fail: whether another attempt may go better", defaultValue = "false")
        Boolean retryable,

        @Schema(
                description = "fail: least wait before another attempt",
                minimum = "0",
                maximum = "" + Callback.MAX_RETRY_AFTER_SECONDS)
        Long retryAfterSeconds,

        @Schema(description = "complete and fail: what it took")
        Usage usage) {

    @Schema(name = "CallbackUsage")
    record Usage(
            @Schema(description = "All tokens that were read, cached ones included", minimum = "0")
            Long inputTokens,

            @Schema(minimum = "0") Long cachedInputTokens,
            @Schema(minimum = "0") Long outputTokens) {}
}
