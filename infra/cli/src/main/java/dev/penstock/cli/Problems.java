package dev.penstock.cli;

import dev.penstock.cli.http.Answer;
import java.io.IOException;
import java.net.ConnectException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Says why something failed in words for people. */
final class Problems {
    private Problems() {}

    /** The sentence of a problem document; the status where the answer is none. */
    static String detail(Answer answer) {
        try {
            JsonNode problem = JsonMapper.shared().readTree(answer.body());
            String detail =
                    problem.path("detail").asString(problem.path("title").asString(""));
            return detail.isEmpty() ? "HTTP " + answer.status() : detail + " (HTTP " + answer.status() + ")";
        } catch (JacksonException e) {
            return "HTTP " + answer.status();
        }
    }

    static String reason(IOException e) {
        if (e instanceof ConnectException) {
            return "nothing answers there";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
