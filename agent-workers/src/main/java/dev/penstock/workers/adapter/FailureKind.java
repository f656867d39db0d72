package dev.penstock.workers.adapter;

import java.util.Locale;

/** Why a run failed. The codes are part of the contract: they are in events and in {@code task_runs}. */
public enum FailureKind {
    /** HTTP 429. */
    RATE_LIMITED(true),
    /** HTTP 529, or an overload reported within a stream. */
    OVERLOADED(true),
    /** Any other HTTP 5xx, or an error reported within a stream. */
    PROVIDER_ERROR(true),
    /** No whole answer within the role's time limit, or HTTP 408. */
    TIMEOUT(true),
    CONNECTION_FAILED(true),
    /** The answer ended before its end, or is not in the provider's format. */
    INVALID_RESPONSE(true),
    /** A fault in the worker. */
    INTERNAL_ERROR(true),
    /** HTTP 400 and any other 4xx that is not named here. */
    INVALID_REQUEST(false),
    /** HTTP 401. */
    UNAUTHORIZED(false),
    /** HTTP 402, or any answer that says that the account has nothing left to pay with. */
    CREDIT_EXHAUSTED(false),
    /** HTTP 403. */
    FORBIDDEN(false),
    /** HTTP 404, such as for a model that the provider does not have. */
    NOT_FOUND(false),
    /** The provider's model declined to answer. */
    REFUSED(false),
    /** More than {@link dev.penstock.schemas.Limits#MAX_OUTPUT_BYTES} of output, or a token limit that was used up before any text came. */
    OUTPUT_TOO_LARGE(false),
    /** A planner's output is no plan. */
    INVALID_PLAN(false),
    /** The output is not what its role's schema says, and asking once more did not help. */
    INVALID_OUTPUT(false),
    /** A result that the task needs is nowhere to be found, though the task that made it has succeeded. */
    PARENT_RESULT_MISSING(true),
    /** Nothing that may run the task is set up in this installation. */
    NOT_CONFIGURED(false),
    /** The model has no price, so its cost could not be accounted for. */
    UNPRICED_MODEL(false);

    private final boolean retryable;

    FailureKind(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether another attempt may go better. */
    public boolean retryable() {
        return retryable;
    }

    /** As on the wire: the name in lower case. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
