package dev.penstock.ingest.why;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the engine says of a task, as a streams process writes it. */
record EngineWhy(
        UUID id,
        String role,
        String tier,
        String state,
        int attempt,
        int maxAttempts,
        Instant since,
        Instant now,
        int ahead,
        List<HoldView> holds,
        @Nullable PredictionView prediction,
        long configVersion) {}
