package dev.penstock.ingest.deadletters;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;

/** What a replay would do. */
@Schema(description = "What a replay would do; nothing was changed")
public record ReplayPreview(
        @Schema(example = "12", description = "Tasks that would be replayed")
        int count,

        @Schema(example = "12", description = "Tasks that match, whatever maxTasks is")
        long matching,

        @Schema(example = "144000", description = "What one attempt of each is expected to cost, in micro-dollars")
        long priceMicros,

        @Schema(example = "20") int perSecond,
        @Schema(description = "The first of them") List<UUID> first) {
    static final int SHOWN = 10;

    public ReplayPreview {
        first = List.copyOf(first);
    }
}
