package dev.penstock.ingest.callbacks;

import io.swagger.v3.oas.annotations.media.Schema;

/** What came of a callback. */
@Schema(name = "CallbackAnswer")
record CallbackAnswer(
        @Schema(
                description =
                        "accepted: the engine goes by it. taken: it is durable, and the engine will say in the tenant's events.",
                allowableValues = {"accepted", "taken"})
        String result) {}
