package dev.penstock.ingest.deadletters;

import dev.penstock.ingest.http.ProblemType;
import java.util.List;
import java.util.Map;

/** The problems that operations on dead tasks can answer with beside those that all can. */
public final class DeadLetterDocs {
    public static final Map<String, List<ProblemType>> PROBLEMS = Map.of(
            "replayDeadLetters",
            List.of(ProblemType.TOO_LARGE, ProblemType.INVALID_REQUEST, ProblemType.TOO_MANY_REPLAYS),
            "getReplay",
            List.of(ProblemType.NOT_FOUND),
            "replayTask",
            List.of(ProblemType.NOT_FOUND, ProblemType.TASK_NOT_REPLAYABLE));

    private DeadLetterDocs() {}
}
