package dev.penstock.ingest.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Everything that can be wrong with a request, as RFC 9457 problem types. Each has a page at its {@link #uri()}. */
public enum ProblemType {
    MALFORMED_REQUEST(
            400,
            "The request cannot be read",
            "The request line, a header, a parameter or the body is not in the form it must have. Correct it; sending it again as it is fails again."),
    UNAUTHORIZED(
            401,
            "A valid API key is needed",
            "Send 'Authorization: Bearer pk_...' with a key that is neither revoked nor expired."),
    BAD_SIGNATURE(
            401,
            "The callback's signature is not valid",
            "Sign id.timestamp.body with the tenant's webhook secret as Standard Webhooks says, at the time of sending."),
    INSUFFICIENT_SCOPE(
            403,
            "The API key may not do this",
            "The key lacks the scope named in the WWW-Authenticate header. Use another key."),
    OPERATOR_ONLY(
            403,
            "Only an operator may change this",
            "A tenant's own key may pause, drain and resume it, and lower its limits. Ask an operator for anything else."),
    ABOVE_GRANTED(
            403,
            "The limit is above what the operator granted",
            "A tenant may lower its limits and go back up to what it was granted. Ask an operator for more."),
    HELD_BY_OPERATOR(
            403,
            "The operator has closed this",
            "What an operator paused or drains only an operator can change. The tenant's closedBy says who did it and why."),
    NOT_FOUND(
            404, "There is no such thing", "No such path, task or campaign. One of another tenant is answered alike."),
    NO_OUTPUT(
            404,
            "The task has no output",
            "Only a task that has succeeded has one. Look at its state, or watch its stream while it runs."),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here", "The Allow header names the methods that are."),
    NOT_ACCEPTABLE(
            406,
            "No form that the client accepts",
            "Leave the Accept header out or name application/json, or text/event-stream for events."),
    IDEMPOTENCY_CONFLICT(
            409,
            "The idempotency key was used for another request",
            "A task with this Idempotency-Key exists and was asked for with another body. Use a new key for a new task, or send the same body."),
    TASK_ALREADY_ENDED(
            409,
            "The task has already ended",
            "A task that has succeeded, died, expired, been cancelled or rejected cannot be cancelled."),
    CAMPAIGN_ALREADY_ENDED(
            409,
            "The campaign has already ended",
            "All tasks of the campaign have ended, so there is nothing left to cancel."),
    TASK_NOT_REPLAYABLE(
            409,
            "The task cannot be replayed",
            "Only a dead task can, for as long as the engine keeps it whole: 7 days unless the operator has set another time."),
    CALLBACK_CONFLICT(
            409,
            "The call was ended in other words",
            "A call ends once. The same complete or fail may be sent again; another one is refused."),
    TENANT_EXISTS(409, "There is such a tenant already", "Change it instead, or take another name for the new one."),
    TENANT_DELETED(
            409, "The tenant was deleted", "Nothing of it can be changed. Create it again if it is to come back."),
    ATTEMPT_ENDED(
            410,
            "The attempt has ended",
            "Its lease lapsed, the task was cancelled, or its time was up. Stop working on it; another attempt comes by itself where there is one."),
    EVENTS_GONE(
            410,
            "Events after that id are no longer kept",
            "The stream cannot go on there without a gap. Read the tasks' state, then connect with ?from=start or without an id."),
    VERSION_CONFLICT(
            412,
            "Somebody else changed it first",
            "Another version than that in If-Match is in force. Read it again and decide anew; the answer's ETag names it."),
    TOO_LARGE(413, "The request is too large", "A body may have at most 1 MiB, its input at most 256 KiB of UTF-8."),
    UNSUPPORTED_MEDIA_TYPE(
            415, "The body's content type is not supported", "Send application/json or application/x-protobuf."),
    INVALID_REQUEST(
            422,
            "The request is not valid",
            "The body can be read, but a field is missing or out of its bounds; the detail names it."),
    INVALID_OUTPUT(
            422,
            "The output is not what its role has to make",
            "The detail says what is wrong with it. The attempt goes on: send a complete with the whole output set right, before the lease lapses."),
    UNKNOWN_ROLE(
            422,
            "No such role",
            "No intake topic exists for the role. Correct it, or have the operator add the custom role's topics."),
    TOO_MANY_STREAMS(
            429,
            "Too many streams",
            "The tenant has as many open streams as it may have. Close one, or filter on the client's side."),
    TOO_MANY_CALLBACKS(
            429,
            "Too many callbacks",
            "A runtime may call back ten times a second for each call. Tell of progress less often, and send an end again after the time in Retry-After."),
    TOO_MANY_REPLAYS(
            429,
            "Too many replays are under way",
            "A tenant may have one replay by filter under way. Wait until it has sent its last task."),
    INTERNAL_ERROR(
            500,
            "Something went wrong here",
            "A bug in Penstock. The request may or may not have had its effect; with an Idempotency-Key it is safe to send it again."),
    NOT_SET_UP(
            501,
            "Not set up in this installation",
            "The operator has to make keys and name their files in the settings of the API and the workers."),
    UNAVAILABLE(
            503,
            "Not available for the moment",
            "Something that Penstock needs does not answer. Send the request again after the time in Retry-After, with the same Idempotency-Key.");

    private final int status;
    private final String title;
    private final String explanation;

    ProblemType(int status, String title, String explanation) {
        this.status = status;
        this.title = title;
        this.explanation = explanation;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** What it means and what to do, for people. */
    public String explanation() {
        return explanation;
    }

    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Relative to the API. */
    public String uri() {
        return "/problems/" + slug();
    }

    public static Optional<ProblemType> ofSlug(String slug) {
        return Arrays.stream(values()).filter(type -> type.slug().equals(slug)).findFirst();
    }

    /** The type that stands for an HTTP status which somebody else chose. */
    public static ProblemType ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHORIZED;
            case 403 -> INSUFFICIENT_SCOPE;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 413 -> TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 422 -> INVALID_REQUEST;
            case 503 -> UNAVAILABLE;
            default -> status < 500 ? MALFORMED_REQUEST : INTERNAL_ERROR;
        };
    }
}
