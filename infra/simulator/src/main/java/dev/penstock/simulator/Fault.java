package dev.penstock.simulator;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What can go wrong with a call on demand. */
public enum Fault {
    /** HTTP 429 {@code rate_limit_error}, with {@code retry-after} when asked for. */
    @JsonProperty("429")
    RATE_LIMITED("429"),
    /** HTTP 500 {@code api_error}. */
    @JsonProperty("500")
    SERVER_ERROR("500"),
    /** HTTP 529 {@code overloaded_error}. */
    @JsonProperty("529")
    OVERLOADED("529"),
    /** No answer, not even a status line, until the client goes. */
    @JsonProperty("hang")
    HANG("hang"),
    /** Half of the body, then the connection is cut. */
    @JsonProperty("truncate")
    TRUNCATE("truncate");

    private final String word;

    Fault(String word) {
        this.word = word;
    }

    /** Its name in directives and in the control API. */
    public String word() {
        return word;
    }
}
