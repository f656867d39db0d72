package dev.penstock.simulator;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An answer as server-sent events, at the pace of a model. */
final class MessageStream {
    /** Deltas come no faster than this, several tokens in each, so that a thousand streams stay cheap. */
    private static final long MIN_DELTA_NANOS = 40_000_000;

    private static final int TOKENS_PER_DELTA = 4;

    private final Call call;
    private final MessageRequest request;
    private final Answer answer;
    private final HttpReply reply;

    MessageStream(Call call, MessageRequest request, Answer answer, HttpReply reply) {
        this.call = call;
        this.request = request;
        this.answer = answer;
        this.reply = reply;
    }

    /** Streams it all, or, when {@code truncated}, half of it and a cut connection. */
    void run(Latency.Pace pace, boolean truncated, Map<String, String> headers)
            throws IOException, InterruptedException {
        reply.begin(200, headers);
        send("message_start", ",\"message\":" + Answer.opening(MessagesEndpoint.messageId(call.record()), request));
        send("content_block_start", ",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}");
        send("ping", "");
        TimeUnit.NANOSECONDS.sleep(pace.firstNanos());
        deltas(pace, truncated ? answer.tokens() / 2 : answer.tokens());
        if (truncated) {
            call.end("truncated");
            reply.cut();
            return;
        }
        send("content_block_stop", ",\"index\":0");
        send(
                "message_delta",
                ",\"delta\":{\"stop_reason\":\""
                        + answer.stopReason()
                        + "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":"
                        + answer.tokens()
                        + "}");
        // Noted before the client can know of it, so that its next call never seems to overlap this one.
        call.end("ok");
        send("message_stop", "");
        reply.end();
    }

    private void deltas(Latency.Pace pace, int untilToken) throws IOException, InterruptedException {
        int total = Math.max(1, answer.tokens());
        long byPace = pace.restNanos() / MIN_DELTA_NANOS;
        int deltas = (int) Math.clamp(byPace, 1, (total + TOKENS_PER_DELTA - 1) / TOKENS_PER_DELTA);
        long start = System.nanoTime();
        int sent = 0;
        for (int i = 1; i <= deltas && sent < untilToken; i++) {
            TimeUnit.NANOSECONDS.sleep(start + pace.restNanos() / deltas * i - System.nanoTime());
            int upTo = Math.min(untilToken, (int) ((long) total * i / deltas));
            send(
                    "content_block_delta",
                    ",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":" + Json.quoted(answer.slice(sent, upTo))
                            + "}");
            sent = upTo;
            call.generated(sent);
        }
    }

    private void send(String event, String fields) throws IOException {
        reply.piece("event: " + event + "\ndata: {\"type\":\"" + event + "\"" + fields + "}\n\n");
    }
}
