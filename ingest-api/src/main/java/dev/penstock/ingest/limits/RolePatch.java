package dev.penstock.ingest.limits;

import io.swagger.v3.oas.annotations.media.Schema;

/** A change of a role's limits, for the API's documentation; {@link RoleEdit} reads it. */
@Schema(
        name = "RolePatch",
        description =
                "A JSON merge patch: what it does not name stays, null takes the limit away. Unknown fields are refused.",
        additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
record RolePatch(
        @Schema(description = "false: nothing of the role is taken in or granted")
        Boolean enabled,

        @Schema(description = "open, paused (taken in, not run) or draining (run, not taken in)", example = "paused")
        String flow,

        @Schema(
                description =
                        "Grants and leases of all tenants together, divided evenly among the slots: below their number, tenants of some may run none",
                minimum = "0",
                maximum = "1000000",
                example = "40")
        Integer maxConcurrent,

        @Schema(description = "For those who read of it later", maxLength = PatchJson.MAX_REASON_CHARS)
        String reason) {}
