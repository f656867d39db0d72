package dev.penstock.simulator;

/** A refusal: an HTTP status, a type as Anthropic names it and the journal notes it, and a message. How it is worded is its protocol's. */
final class ApiError extends Exception {
    static final String AUTHENTICATION = "authentication_error";
    static final String INVALID = "invalid_request_error";
    static final String NOT_FOUND = "not_found_error";
    static final String RATE_LIMIT = "rate_limit_error";
    static final String BILLING = "billing_error";

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;

    ApiError(int status, String type, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
    }

    static ApiError invalid(String message) {
        return new ApiError(400, INVALID, message);
    }

    int status() {
        return status;
    }

    /** Also its outcome in the journal. */
    String type() {
        return type;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    /** As Anthropic words it. */
    String body(String requestId) {
        return body(type, message(), requestId);
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
