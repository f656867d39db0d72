package dev.penstock.workers.openai;

import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseInputItem;
import dev.penstock.workers.adapter.CallRequest;
import dev.penstock.workers.adapter.Turn;
import dev.penstock.workers.http.TraceHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A call as OpenAI's APIs want it. */
final class Requests {
    private final boolean traceHeaders;

    Requests(boolean traceHeaders) {
        this.traceHeaders = traceHeaders;
    }

    ChatCompletionCreateParams chat(CallRequest request) {
        ChatCompletionCreateParams.Builder params = ChatCompletionCreateParams.builder()
                .model(request.model())
                .maxCompletionTokens(request.maxTokens())
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build());
        if (!request.system().isEmpty()) {
            params.addSystemMessage(request.system());
        }
        for (Turn turn : request.turns()) {
            switch (turn.speaker()) {
                case USER -> params.addUserMessage(turn.text());
                case MODEL -> params.addAssistantMessage(turn.text());
            }
        }
        headers(request).forEach(params::putAdditionalHeader);
        return params.build();
    }

    /** What it says is kept nowhere but in Penstock. */
    ResponseCreateParams response(CallRequest request) {
        List<ResponseInputItem> input =
                request.turns().stream().map(Requests::item).toList();
        ResponseCreateParams.Builder params = ResponseCreateParams.builder()
                .model(request.model())
                .maxOutputTokens(request.maxTokens())
                .store(false)
                .inputOfResponse(input);
        if (!request.system().isEmpty()) {
            params.instructions(request.system());
        }
        headers(request).forEach(params::putAdditionalHeader);
        return params.build();
    }

    private static ResponseInputItem item(Turn turn) {
        EasyInputMessage.Role role =
                switch (turn.speaker()) {
                    case USER -> EasyInputMessage.Role.USER;
                    case MODEL -> EasyInputMessage.Role.ASSISTANT;
                };
        return ResponseInputItem.ofEasyInputMessage(
                EasyInputMessage.builder().role(role).content(turn.text()).build());
    }

    private Map<String, String> headers(CallRequest request) {
        Map<String, String> headers = new HashMap<>();
        if (traceHeaders) {
            headers.putAll(TraceHeaders.of(request.origin()));
        }
        if (!request.apiKey().isEmpty()) {
            headers.put("Authorization", "Bearer " + request.apiKey());
        }
        return headers;
    }
}
