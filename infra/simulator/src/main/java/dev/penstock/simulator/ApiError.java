package dev.penstock.simulator;

/** A refusal as the provider words it: an HTTP status, an error type and a message. */
final class ApiError extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;

    ApiError(int status, String type, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
    }

    static ApiError invalid(String message) {
        return new ApiError(400, "invalid_request_error", message);
    }

    int status() {
        return status;
    }

    /** The error's type on the wire, also its outcome in the journal. */
    String type() {
        return type;
    }

    String body(String requestId) {
        return body(type, String.valueOf(getMessage()), requestId);
    }

    static String body(String type, String message, String requestId) {
        return "{\"type\":\"error\",\"error\":{\"type\":"
                + Json.quoted(type)
                + ",\"message\":"
                + Json.quoted(message)
                + "},\"request_id\":"
                + Json.quoted(requestId)
                + "}";
    }
}
