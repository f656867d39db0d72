package dev.penstock.ingest.why;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/** When a task is likely to start, should nothing change. */
@Schema(name = "Prediction", description = "When the task is likely to start, should nothing change")
public record PredictionView(
        Instant startsAt,

        @Schema(
                example = "lane_pace",
                description =
                        "lane_pace: how fast its lane was granted tasks lately; role_pace: the same of the role's lanes; run_time: how long"
                                + " attempts of the role take; time: the time alone that it waits for")
        String basis,

        @Schema(description = "The pace that it is told from, 0 where none matters", example = "20000")
        long millisPerTask) {}
