package dev.penstock.ingest.tasks;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;

/** What a submission or a cancellation is answered with. */
public record SubmittedTask(
        @Schema(
                example = "0f3b1c52-6f0e-8a4e-9b1d-3f5a7c9e1b2d",
                description = "Derived from tenant and idempotency key: the same submission names the same task")
        UUID id,

        @Schema(example = "SUBMITTED") String state,
        @Schema(example = "copywriter") String role,
        @Schema(example = "normal") String tier,
        TaskLinks links) {}
