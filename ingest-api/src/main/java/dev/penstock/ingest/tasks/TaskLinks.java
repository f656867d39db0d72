package dev.penstock.ingest.tasks;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;

/** Where else to look, relative to the API. */
@Schema(description = "Where else to look, relative to the API")
public record TaskLinks(
        @Schema(example = "/v1/tasks/0f3b1c52-6f0e-8a4e-9b1d-3f5a7c9e1b2d")
        String self,

        @Schema(example = "/v1/tasks/0f3b1c52-6f0e-8a4e-9b1d-3f5a7c9e1b2d/cancel", description = "POST here to cancel")
        String cancel,

        @Schema(
                example = "/v1/events?task=0f3b1c52-6f0e-8a4e-9b1d-3f5a7c9e1b2d",
                description = "The task's events as they happen")
        String events,

        @Schema(
                example = "/v1/tasks/0f3b1c52-6f0e-8a4e-9b1d-3f5a7c9e1b2d/stream",
                description = "What its agent makes, while it makes it")
        String stream) {
    public static TaskLinks of(UUID taskId) {
        String self = "/v1/tasks/" + taskId;
        return new TaskLinks(self, self + "/cancel", "/v1/events?task=" + taskId, self + "/stream");
    }
}
