package dev.penstock.ingest.limits;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;

/** A tenant to be made, for the API's documentation; {@link TenantEdit} reads it. */
@Schema(
        name = "NewTenant",
        description = "A tenant to be made. Unknown fields are refused.",
        additionalProperties = Schema.AdditionalPropertiesValue.FALSE,
        requiredProperties = {"tenant", "plan"})
record NewTenant(
        @Schema(description = "1 to 100 of a-z, 0-9 and '-'", example = "pro-winery")
        String tenant,

        @Schema(description = "free, pro, agency or enterprise", example = "pro")
        String plan,

        @Schema(description = "false: none of the plan's roles and caps, only those in roles", defaultValue = "true")
        Boolean usePlanDefaults,

        @Schema(description = "open, paused or draining", defaultValue = "open")
        String flow,

        @Schema(minimum = "0", maximum = "1000000") Integer maxConcurrent,
        @Schema(minimum = "0", example = "50000000") Long monthlyBudgetMicros,
        @Schema(minimum = "0") Integer maxBacklog,
        @Schema(minimum = "1", maximum = "1000") Integer weight,
        @Schema(minimum = "0") Long tokensPerMinute,

        @Schema(description = "By role, over the plan's") Map<String, TenantPatch.Lane> roles,

        @Schema(description = "For those who read of it later", maxLength = PatchJson.MAX_REASON_CHARS)
        String reason) {}
