package dev.penstock.ingest.deadletters;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.penstock.ingest.tasks.TaskLinks;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A dead task. What does not apply is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "A dead task")
public record DeadLetter(
        @Schema(example = "0f3b1c52-6f0e-8a4e-9b1d-3f5a7c9e1b2d")
        UUID id,

        @Schema(example = "copywriter") String role,
        @Schema(example = "normal") String tier,
        @Schema(example = "spring-launch") @Nullable String campaign,

        @Schema(example = "provider_error", description = "What it died of; stable, for programs")
        String cause,

        @Schema(description = "The same for people") @Nullable
        String message,

        @Schema(example = "3", description = "Attempts so far, those before replays included")
        int attempts,

        @Schema(example = "1", description = "How often it was replayed")
        int replays,

        Instant acceptedAt,
        @Schema(description = "When it died last") Instant endedAt,

        @Schema(example = "2600", description = "What its attempts have cost so far, in micro-dollars")
        long costMicros,

        @Schema(example = "12000", description = "What one more attempt is expected to cost, in micro-dollars")
        long priceMicros,

        @Schema(description = "Why its replay was refused last; absent when it was not, or when it was replayed since")
        @Nullable
        String replayRefusal,

        TaskLinks links) {}
