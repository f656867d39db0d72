package dev.penstock.simulator;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can go wrong with a call on demand. How a refusal is worded is its protocol's. */
public enum Fault {
    /** HTTP 400. */
    @JsonProperty("400")
    BAD_REQUEST("400"),
    /** HTTP 401: the key is wrong. */
    @JsonProperty("401")
    UNAUTHORIZED("401"),
    /** HTTP 402: nothing left to pay with. */
    @JsonProperty("402")
    PAYMENT_REQUIRED("402"),
    /** HTTP 403. */
    @JsonProperty("403")
    FORBIDDEN("403"),
    /** HTTP 404, as for a model that is not there. */
    @JsonProperty("404")
    NOT_FOUND("404"),
    /** HTTP 410. */
    @JsonProperty("410")
    GONE("410"),
    /** HTTP 429, with {@code retry-after} when asked for. */
    @JsonProperty("429")
    RATE_LIMITED("429"),
    /** Nothing left to pay with, in the provider's own words: HTTP 400 of Anthropic, 429 of OpenAI, 402 of Ollama. */
    @JsonProperty("quota")
    QUOTA("quota"),
    /** HTTP 500. */
    @JsonProperty("500")
    SERVER_ERROR("500"),
    /** HTTP 503. */
    @JsonProperty("503")
    UNAVAILABLE("503"),
    /** HTTP 529. */
    @JsonProperty("529")
    OVERLOADED("529"),
    /** HTTP 502 with a page for people, as a proxy on the way has it. */
    @JsonProperty("html")
    HTML("html"),
    /** HTTP 200 with a page for people. */
    @JsonProperty("html-200")
    HTML_OK("html-200"),
    /** No answer, not even a status line, until the client goes. */
    @JsonProperty("hang")
    HANG("hang"),
    /** No answer: the connection is cut. */
    @JsonProperty("drop")
    DROP("drop"),
    /** Half of the answer, then nothing until the client goes. */
    @JsonProperty("stall")
    STALL("stall"),
    /** Half of the body, then the connection is cut. */
    @JsonProperty("truncate")
    TRUNCATE("truncate"),
    /** Half of the answer, then an end as if that were all. */
    @JsonProperty("unfinished")
    UNFINISHED("unfinished"),
    /** Half of the answer, then an error in the stream's own form. */
    @JsonProperty("stream-error")
    STREAM_ERROR("stream-error"),
    /** Half of the answer, then JSON that is none. */
    @JsonProperty("malformed")
    MALFORMED("malformed"),
    /** A line without end. */
    @JsonProperty("endless")
    ENDLESS("endless"),
    /** An answer without end. */
    @JsonProperty("flood")
    FLOOD("flood"),
    /** The model declines. */
    @JsonProperty("refusal")
    REFUSAL("refusal"),
    /** The limit of tokens is used up before any text comes. */
    @JsonProperty("silence")
    SILENCE("silence"),
    /** A whole answer whose usage is negative. */
    @JsonProperty("usage-negative")
    NEGATIVE_USAGE("usage-negative"),
    /** A whole answer whose usage is more than any call can use. */
    @JsonProperty("usage-absurd")
    ABSURD_USAGE("usage-absurd"),
    /** A whole answer whose usage is no number. */
    @JsonProperty("usage-nan")
    UNNUMBERED_USAGE("usage-nan"),
    /** A whole answer without usage. */
    @JsonProperty("usage-missing")
    MISSING_USAGE("usage-missing");

    private final String word;

    Fault(String word) {
        this.word = word;
    }

    /** What an answer says that it used. */
    enum Usage {
        RIGHT,
        NEGATIVE,
        ABSURD,
        NO_NUMBER,
        MISSING
    }

    /** Its name in directives and in the control API. */
    public String word() {
        return word;
    }

    static Optional<Fault> named(String word) {
        return Arrays.stream(values()).filter(fault -> fault.word.equals(word)).findFirst();
    }

    static String words() {
        return Arrays.stream(values()).map(Fault::word).collect(Collectors.joining(", "));
    }
}
