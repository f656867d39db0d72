package dev.penstock.ingest.deadletters;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/** A tenant's dead tasks by what they died of, most first. */
@Schema(description = "Dead tasks that can be replayed, by cause and role, most first")
public record DeadLetters(
        @Schema(example = "12") long count,

        @Schema(example = "144000", description = "What replaying all of them is expected to cost, in micro-dollars")
        long priceMicros,

        @Schema(description = "Those that died before are no longer kept whole, and cannot be replayed")
        Instant since,

        List<Group> groups) {
    public DeadLetters {
        groups = List.copyOf(groups);
    }

    /** Those of one cause and role. */
    @Schema(name = "DeadLetterGroup", description = "Those of one cause and role")
    public record Group(
            @Schema(example = "provider_error") String cause,
            @Schema(example = "copywriter") String role,
            @Schema(example = "12") long count,

            @Schema(description = "When the first of them died")
            Instant oldest,

            @Schema(description = "When the last of them died")
            Instant newest,

            @Schema(
                    example = "144000",
                    description =
                            "The sum of their estimates: what one attempt of each is expected to cost, in micro-dollars")
            long priceMicros,

            @Schema(example = "31200", description = "What their attempts have cost so far, in micro-dollars")
            long costMicros) {}
}
