package dev.penstock.workers.ollama;

import dev.penstock.workers.adapter.Answer;
import dev.penstock.workers.adapter.CallResult;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Tokens;
import dev.penstock.workers.http.CallFailure;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Puts a streamed answer together, line by line. */
final class Reply {
    private static final int OK = 200;

    private final Answer answer;
    private boolean done;
    private @Nullable CallFailure failure;

    Reply(Answer answer) {
        this.answer = answer;
    }

    boolean isSound() {
        return failure == null && !answer.isTooLarge();
    }

    boolean isWhole() {
        return done && isSound();
    }

    void add(JsonNode line) {
        if (line.hasNonNull("error")) {
            failure = CallFailure.within(
                    FailureKind.PROVIDER_ERROR, line.path("error").asString(""), OK);
            return;
        }
        answer.append(line.path("message").path("content").asString(""));
        if (line.path("done").asBoolean(false)) {
            done = true;
            answer.used(tokens(line));
            if (line.path("done_reason").asString("").equals("length")) {
                answer.cutShort();
            }
            answer.complete();
        }
    }

    CallResult result() {
        return failure != null
                ? failure.result()
                : answer.defect().<CallResult>map(defect -> defect).orElseGet(CallResult.Answered::new);
    }

    /** The count of what was read is left out when all of it was in the server's cache. */
    private static Tokens tokens(JsonNode line) {
        JsonNode output = line.path("eval_count");
        JsonNode input = line.path("prompt_eval_count");
        boolean readable = output.isIntegralNumber() && (input.isMissingNode() || input.isIntegralNumber());
        return readable ? new Tokens(input.asLong(0), output.asLong()) : Tokens.UNKNOWN;
    }
}
