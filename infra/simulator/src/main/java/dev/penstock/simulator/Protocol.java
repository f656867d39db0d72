package dev.penstock.simulator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a provider is talked to: what it takes, and how it words answers, errors and limits. */
interface Protocol {
    /** As in the journal and in fault rules. */
    String provider();

    /** Who calls; by headers unless the protocol has a place of its own for that. */
    default Caller caller(HttpRequest http) {
        return Caller.of(http);
    }

    void authenticate(HttpRequest http, Caller caller, Set<String> apiKeys) throws ApiError;

    ModelRequest parse(byte[] body) throws ApiError;

    String streamType();

    /** The body of an answer that is not streamed. */
    String whole(Exchange exchange);

    /**
     * Takes a call over that is not answered now but later, by another way, and returns the body that says so; empty for one that is answered
     * now, as all are unless the protocol says otherwise.
     */
    default Optional<String> takeOver(Exchange exchange, Script.Fate fate, Call call) {
        return Optional.empty();
    }

    /** What a stream begins with. */
    List<String> opening(Exchange exchange);

    /** A piece of text, or of the words of a refusal. */
    String delta(Exchange exchange, String text);

    /** What a whole stream ends with. */
    List<String> closing(Exchange exchange);

    /** An error within a stream that began well. */
    String broken(Exchange exchange);

    /** The body of a refusal. */
    String error(ApiError error, String requestId);

    /** Headers of every answer. */
    Map<String, String> headers(String requestId);

    /** Headers that tell what is left of a limit. */
    Map<String, String> limits(RateLimits.State state);

    /** The provider's own way to say that nothing is left to pay with. */
    ApiError quota();

    static void checkKey(Caller caller, Set<String> apiKeys, String missing, String wrong) throws ApiError {
        if (caller.apiKey().isBlank()) {
            throw new ApiError(401, ApiError.AUTHENTICATION, missing);
        }
        if (!apiKeys.isEmpty() && !apiKeys.contains(caller.apiKey())) {
            throw new ApiError(401, ApiError.AUTHENTICATION, wrong);
        }
    }
}
