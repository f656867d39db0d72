package dev.penstock.ingest.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How far a replay has come. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "How far a replay has come")
public record ReplayProgress(
        @Schema(example = "6f1d3a0e-9d1c-4d5e-8a57-0c3a2f2b6a11")
        UUID id,

        @Schema(
                example = "sending",
                description =
                        "sending; then sent, when every task was asked for and some have no answer yet; then done; or stopped, when the"
                                + " API could not go on. To ask again for what was replayed already does no harm.")
        String state,

        @Schema(example = "12", description = "Tasks to be replayed")
        int asked,

        @Schema(example = "12", description = "Tasks that the engine was asked to replay so far")
        int sent,

        @Schema(example = "11", description = "Tasks that it has replayed")
        int replayed,

        @Schema(example = "1", description = "Tasks that it refused to replay; the tasks tell why")
        int refused,

        @Schema(example = "0", description = "Tasks without an answer yet")
        int left,

        @Schema(example = "9", description = "Of those replayed, how many have succeeded")
        int succeeded,

        @Schema(example = "1", description = "Of those replayed, how many are dead again")
        int deadAgain,

        @Schema(example = "144000", description = "What one attempt of each is expected to cost, in micro-dollars")
        long priceMicros,

        Instant startedAt,

        @Schema(description = "Why it was stopped") @Nullable
        String message) {}
