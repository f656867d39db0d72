package dev.penstock.ingest.output;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a task that succeeded has made. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Deliverable", description = "What a task that succeeded has made")
public record Deliverable(
        @Schema(example = "0f3b1c52-6f0e-8a4e-9b1d-3f5a7c9e1b2d")
        UUID taskId,

        @Schema(example = "copywriter") String role,

        @Schema(description = "The attempt that made it", example = "1")
        int attempt,

        @Schema(description = "When it was done") @Nullable Instant at,

        @Schema(description = "Length in bytes of UTF-8", example = "3411")
        long bytes,

        @Schema(
                description = "SHA-256 of the UTF-8 in hexadecimal",
                example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        String sha256,

        String output) {

    static Deliverable of(UUID taskId, String role, int attempt, @Nullable Instant at, String output) {
        byte[] utf8 = output.getBytes(StandardCharsets.UTF_8);
        return new Deliverable(taskId, role, attempt, at, utf8.length, Shown.hex(utf8), output);
    }

    /** Does not show content. */
    @Override
    public String toString() {
        return "Deliverable[" + taskId + ", " + bytes + " bytes]";
    }
}
