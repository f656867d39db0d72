package dev.penstock.ingest.tasks;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A task as its tenant sees it. What does not apply is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Task", description = "A task; what does not apply (yet) is left out")
public record TaskView(
        @Schema(example = "0f3b1c52-6f0e-8a4e-9b1d-3f5a7c9e1b2d")
        UUID id,

        @Schema(
                example = "SUCCEEDED",
                description =
                        "SUBMITTED until the engine has decided on it, then WAITING, QUEUED, GRANTED or RUNNING, and at last one of SUCCEEDED,"
                                + " DEAD, CANCELLED, EXPIRED and REJECTED")
        String state,

        @Schema(example = "copywriter") String role,
        @Schema(example = "normal") String tier,

        @Schema(description = "Attempts granted so far", example = "1") @Nullable
        Integer attempt,

        @Schema(description = "Attempts before the task is dead", example = "3") @Nullable
        Integer maxAttempts,

        @Schema(example = "spring-launch") @Nullable String campaign,

        @Schema(description = "The task whose plan it is part of", example = "5a0c9f0e-3d2b-8c1d-a4e7-6b1f0d9c8e7a")
        @Nullable
        UUID plannerId,

        @Schema(description = "What the plan calls it", example = "landing-page") @Nullable
        String name,

        @Schema(description = "Tasks of the plan that must succeed before it may run, and whose results it gets")
        @Nullable
        List<UUID> after,

        @Schema(example = "{\"brand\":\"Acme\"}") @Nullable Map<String, String> labels,

        @Schema(description = "When the API took it; only while SUBMITTED") @Nullable
        Instant submittedAt,

        @Nullable Instant acceptedAt,
        @Nullable Instant grantedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Usage usage,

        @Schema(
                description = "Why it ended, waits again or was refused; stable, for programs",
                example = "provider_error")
        @Nullable
        String cause,

        @Schema(description = "The same for people") @Nullable
        String message,

        @Schema(description = "What the agent made; when SUCCEEDED, and not in lists") @Nullable
        String output,

        TaskLinks links) {

    /** What all attempts used together. Costs are micro-dollars, millionths of a US dollar. */
    @Schema(name = "TaskUsage", description = "What all attempts used together")
    public record Usage(
            @Schema(example = "412") long inputTokens,
            @Schema(example = "873") long outputTokens,

            @Schema(example = "14331", description = "Millionths of a US dollar")
            long costMicros) {}

    /** Of a task that is noted but not projected yet. */
    static TaskView submitted(UUID id, Note note) {
        return new TaskView(
                id,
                "SUBMITTED",
                note.role(),
                note.tier(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                note.submittedAt(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                TaskLinks.of(id));
    }

    /** Whether a task in {@code state} is over. */
    public static boolean ended(String state) {
        return switch (state) {
            case "SUCCEEDED", "DEAD", "CANCELLED", "EXPIRED", "REJECTED" -> true;
            default -> false;
        };
    }
}
