package dev.penstock.ingest.limits;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;

/** A change of a tenant, for the API's documentation; {@link TenantEdit} reads it. */
@Schema(
        name = "TenantPatch",
        description =
                "A JSON merge patch: what it does not name stays, null takes a limit away. Unknown fields are refused. A tenant's own key may set flow, and"
                        + " lower maxConcurrent, monthlyBudgetMicros and monthlyTaskLimit, or raise them again up to what was granted; all else takes an"
                        + " operator's.",
        additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
record TenantPatch(
        @Schema(description = "free, pro, agency or enterprise", example = "agency")
        String plan,

        @Schema(description = "Take the plan's roles and caps too; roles that are not the plan's are disabled")
        Boolean usePlanDefaults,

        @Schema(description = "open, paused (taken in, not run) or draining (run, not taken in)", example = "paused")
        String flow,

        @Schema(minimum = "0", maximum = "1000000", example = "6")
        Integer maxConcurrent,

        @Schema(minimum = "0", example = "25000000") Long monthlyBudgetMicros,
        @Schema(minimum = "0") Integer maxBacklog,
        @Schema(minimum = "1", maximum = "1000") Integer weight,
        @Schema(minimum = "0") Long tokensPerMinute,

        @Schema(description = "By role; null takes the role away")
        Map<String, Lane> roles,

        @Schema(description = "For those who read of it later", maxLength = PatchJson.MAX_REASON_CHARS)
        String reason) {

    /** A change of one lane. */
    @Schema(name = "LanePatch", additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
    record Lane(
            Boolean enabled,

            @Schema(description = "open, paused or draining", example = "open")
            String flow,

            @Schema(minimum = "0", maximum = "1000000", example = "2")
            Integer maxConcurrent,

            @Schema(minimum = "0") Integer monthlyTaskLimit,
            String modelOverride,

            @Schema(description = "anthropic, openai, ollama or webhook")
            String adapterOverride,

            @Schema(description = "For the adapter webhook") String webhookUrl) {}
}
