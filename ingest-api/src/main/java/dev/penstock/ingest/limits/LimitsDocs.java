package dev.penstock.ingest.limits;

import dev.penstock.ingest.http.ProblemType;
import java.util.List;
import java.util.Map;

/** The problems that operations on limits can answer with beside those that all can. */
public final class LimitsDocs {
    public static final Map<String, List<ProblemType>> PROBLEMS = Map.of(
            "getTenant",
            List.of(ProblemType.NOT_FOUND),
            "createTenant",
            List.of(
                    ProblemType.TENANT_EXISTS,
                    ProblemType.TENANT_DELETED,
                    ProblemType.IDEMPOTENCY_CONFLICT,
                    ProblemType.TOO_LARGE,
                    ProblemType.INVALID_REQUEST),
            "changeTenant",
            List.of(
                    ProblemType.OPERATOR_ONLY,
                    ProblemType.ABOVE_GRANTED,
                    ProblemType.HELD_BY_OPERATOR,
                    ProblemType.NOT_FOUND,
                    ProblemType.TENANT_DELETED,
                    ProblemType.IDEMPOTENCY_CONFLICT,
                    ProblemType.VERSION_CONFLICT,
                    ProblemType.TOO_LARGE,
                    ProblemType.INVALID_REQUEST),
            "getRole",
            List.of(ProblemType.NOT_FOUND),
            "changeRole",
            List.of(
                    ProblemType.NOT_FOUND,
                    ProblemType.IDEMPOTENCY_CONFLICT,
                    ProblemType.VERSION_CONFLICT,
                    ProblemType.TOO_LARGE,
                    ProblemType.INVALID_REQUEST));

    private LimitsDocs() {}
}
