package dev.penstock.simulator;

/**
 * Who calls, as its headers say; empty where a header is absent.
 *
 * @param tenant {@code x-penstock-tenant}
 * @param role {@code x-penstock-role}
 * @param task {@code x-penstock-task}
 * @param attempt {@code x-penstock-attempt}, 0 when absent or no number
 * @param apiKey {@code x-api-key}, or the bearer token
 */
record Caller(String tenant, String role, String task, int attempt, String apiKey) {
    static Caller of(HttpRequest request) {
        return new Caller(
                request.header("x-penstock-tenant"),
                request.header("x-penstock-role"),
                request.header("x-penstock-task"),
                number(request.header("x-penstock-attempt")),
                key(request));
    }

    private static String key(HttpRequest request) {
        String key = request.header("x-api-key");
        String authorization = request.header("authorization");
        return key.isEmpty() && authorization.startsWith("Bearer ") ? authorization.substring("Bearer ".length()) : key;
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }
}
