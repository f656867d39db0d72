package dev.penstock.ingest.why;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.penstock.ingest.tasks.TaskView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Why a task is not running yet, or no longer. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "TaskWhy", description = "Why a task is not running yet, was refused, or how it ended")
public record TaskWhy(
        UUID id,
        @Schema(example = "copywriter") String role,
        @Schema(example = "normal") String tier,
        @Schema(example = "QUEUED") String state,

        @Schema(description = "In one line, for people") String text,

        @Schema(example = "1") @Nullable Integer attempt,
        @Schema(example = "3") @Nullable Integer maxAttempts,

        @Schema(description = "When it entered that state") @Nullable
        Instant since,

        @Schema(description = "The engine's clock when it was asked") @Nullable
        Instant now,

        @Schema(description = "Tasks of its lane that go first", example = "12") @Nullable
        Integer ahead,

        @Schema(description = "What keeps it from running, what would keep it longest first")
        List<HoldView> holds,

        @Nullable PredictionView prediction,

        @Schema(description = "Why it was refused or ended; stable, for programs", example = "backlog_full") @Nullable
        String cause,

        @Schema(description = "The same for people") @Nullable
        String message,

        @Schema(description = "Of the tenant's limits that were looked at") @Nullable
        Long configVersion) {

    static TaskWhy of(EngineWhy why) {
        return new TaskWhy(
                why.id(),
                why.role(),
                why.tier(),
                why.state(),
                headline(why),
                why.attempt(),
                why.maxAttempts(),
                why.since(),
                why.now(),
                why.ahead(),
                why.holds(),
                why.prediction(),
                null,
                null,
                why.configVersion());
    }

    /** Of a task that the engine does not know: one that has ended, was refused, or is on its way. */
    static TaskWhy of(TaskView task) {
        return new TaskWhy(
                task.id(),
                task.role(),
                task.tier(),
                task.state(),
                headline(task),
                task.attempt(),
                task.maxAttempts(),
                task.endedAt(),
                null,
                null,
                List.of(),
                null,
                task.cause(),
                task.message(),
                null);
    }

    private static String headline(EngineWhy why) {
        if (!why.holds().isEmpty()) {
            return why.holds().getFirst().text();
        }
        return switch (why.state()) {
            case "RUNNING" -> "It runs.";
            case "WAITING", "QUEUED", "GRANTED" -> "Nothing holds it: it goes next.";
            default -> "It has ended: " + why.state() + ".";
        };
    }

    private static String headline(TaskView task) {
        String why = task.message() != null ? task.message() : task.cause() != null ? task.cause() : "";
        String because = why.isEmpty() ? "." : ": " + why;
        return switch (task.state()) {
            case "REJECTED" -> "It was refused" + because;
            case "SUBMITTED" -> "It is on its way to the engine.";
            case "WAITING", "QUEUED", "GRANTED", "RUNNING" -> "It has just ended, or is on its way: ask again.";
            default -> "It has ended, " + task.state() + because;
        };
    }
}
