package dev.penstock.ingest.secrets;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the API tells of secrets. */
final class SecretViews {
    private SecretViews() {}

    @Schema(name = "NewWebhookSecret")
    record NewSecret(
            String id,

            @Schema(description = "Shown this once", example = "whsec_...")
            String secret) {
        /** Does not show the secret. */
        @Override
        public String toString() {
            return "NewSecret[" + id + "]";
        }
    }

    @Schema(name = "WebhookSecret")
    record Secret(
            String id,
            String createdAt,

            @Schema(description = "Absent for the one in use") @Nullable
            String expiresAt) {}

    @Schema(name = "WebhookSecrets")
    record Secrets(List<Secret> secrets) {}

    @Schema(name = "ProviderKey")
    record ProviderKey(
            @Schema(example = "anthropic") String provider,

            @Schema(description = "The key's last characters; empty for a short one")
            String hint,

            String updatedAt) {}

    @Schema(name = "ProviderKeys")
    record ProviderKeyList(List<ProviderKey> keys) {}

    /** The body of a new provider key. */
    @Schema(name = "NewProviderKey", additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
    record NewProviderKey(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED, maxLength = 500)
            String key) {}

    /** The body of a new webhook secret. */
    @Schema(name = "Rotation", additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
    record Rotation(
            @Schema(
                    description = "How long the secrets before it still hold",
                    minimum = "0",
                    maximum = "604800",
                    defaultValue = "86400")
            Long overlapSeconds) {}
}
