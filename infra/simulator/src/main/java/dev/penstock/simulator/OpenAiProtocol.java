package dev.penstock.simulator;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What both of OpenAI's APIs have in common. */
abstract class OpenAiProtocol implements Protocol {
    @Override
    public String provider() {
        return "openai";
    }

    @Override
    public void authenticate(HttpRequest http, Caller caller, Set<String> apiKeys) throws ApiError {
        Protocol.checkKey(
                caller,
                apiKeys,
                "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth.",
                "Incorrect API key provided: sk-****" + CallRecord.tail(caller.apiKey()) + ".");
    }

    @Override
    public String streamType() {
        return "text/event-stream; charset=utf-8";
    }

    @Override
    public String error(ApiError error, String requestId) {
        return "{\"error\":" + errorObject(error) + "}";
    }

    @Override
    public Map<String, String> headers(String requestId) {
        return Map.of("x-request-id", requestId, "openai-version", "2020-10-01");
    }

    @Override
    public Map<String, String> limits(RateLimits.State state) {
        Map<String, String> headers = new TreeMap<>();
        add(headers, "requests", state.requests());
        add(headers, "tokens", state.tokens());
        return headers;
    }

    @Override
    public ApiError quota() {
        return new ApiError(
                429, ApiError.BILLING, "You exceeded your current quota, please check your plan and billing details.");
    }

    static void checkModel(String model) throws ApiError {
        if (!model.matches("(gpt-|chatgpt-|o[0-9]).*")) {
            throw new ApiError(
                    404,
                    ApiError.NOT_FOUND,
                    "The model `" + model + "` does not exist or you do not have access to it.");
        }
    }

    static String errorObject(ApiError error) {
        String code = code(error);
        return "{\"message\":"
                + Json.quoted(error.message())
                + ",\"type\":"
                + Json.quoted(type(error))
                + ",\"param\":null,\"code\":"
                + (code.isEmpty() ? "null" : Json.quoted(code))
                + "}";
    }

    private static String type(ApiError error) {
        return switch (error.type()) {
            case ApiError.BILLING -> "insufficient_quota";
            case ApiError.RATE_LIMIT -> "tokens";
            default -> error.status() >= 500 ? "server_error" : ApiError.INVALID;
        };
    }

    static String code(ApiError error) {
        return switch (error.type()) {
            case ApiError.BILLING -> "insufficient_quota";
            case ApiError.RATE_LIMIT -> "rate_limit_exceeded";
            case ApiError.AUTHENTICATION -> "invalid_api_key";
            case ApiError.NOT_FOUND -> "model_not_found";
            default -> error.status() >= 500 ? "server_error" : "";
        };
    }

    private static void add(Map<String, String> headers, String what, RateLimits.Budget budget) {
        if (budget.limit() > 0) {
            headers.put("x-ratelimit-limit-" + what, Long.toString(budget.limit()));
            headers.put("x-ratelimit-remaining-" + what, Long.toString(budget.left()));
            headers.put("x-ratelimit-reset-" + what, duration(budget.resetMillis()));
        }
    }

    /** Such as {@code 6m0s}, {@code 1.2s} or {@code 20ms}. */
    static String duration(long millis) {
        if (millis < 1_000) {
            return millis + "ms";
        }
        String seconds = millis % 1_000 == 0
                ? millis / 1_000 % 60 + "s"
                : millis / 1_000 % 60 + "." + String.format("%03d", millis % 1_000) + "s";
        return millis < 60_000 ? seconds : millis / 60_000 + "m" + seconds;
    }
}
