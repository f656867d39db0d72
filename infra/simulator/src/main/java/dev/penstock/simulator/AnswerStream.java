package dev.penstock.simulator;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An answer in pieces, at the pace of a model. */
final class AnswerStream {
    /** Deltas come no faster than this, several tokens in each, so that a thousand streams stay cheap. */
    private static final long MIN_DELTA_NANOS = 40_000_000;

    private static final int TOKENS_PER_DELTA = 4;

    private final Call call;
    private final Protocol protocol;
    private final Exchange exchange;
    private final HttpReply reply;

    AnswerStream(Call call, Protocol protocol, Exchange exchange, HttpReply reply) {
        this.call = call;
        this.protocol = protocol;
        this.exchange = exchange;
        this.reply = reply;
    }

    /** How a stream ends. */
    enum Ending {
        WHOLE,
        /** The connection is cut. */
        CUT,
        /** As if that were all. */
        UNFINISHED,
        /** Not at all, until the client goes. */
        STALLED,
        /** With an error. */
        ERROR,
        /** With JSON that is none. */
        MALFORMED
    }

    /** Streams it all, or half of it where it does not end well. */
    void run(Latency.Pace pace, Ending ending, Map<String, String> headers) throws IOException, InterruptedException {
        reply.begin(200, headers);
        for (String frame : protocol.opening(exchange)) {
            reply.piece(frame);
        }
        TimeUnit.NANOSECONDS.sleep(pace.firstNanos());
        int tokens = exchange.answer().tokens();
        deltas(pace, ending == Ending.WHOLE ? tokens : tokens / 2);
        switch (ending) {
            case WHOLE -> {
                for (String frame : protocol.closing(exchange)) {
                    // Noted before the client can know of it, so that its next call never seems to overlap this one.
                    call.end("ok");
                    reply.piece(frame);
                }
                reply.end();
            }
            case CUT -> {
                call.end("truncated");
                reply.cut();
            }
            case UNFINISHED -> {
                call.end("unfinished");
                reply.end();
            }
            case STALLED -> {
                TimeUnit.SECONDS.sleep(ModelEndpoint.MAX_HANG_SECONDS);
                reply.cut();
            }
            case ERROR -> {
                call.end("api_error");
                reply.piece(protocol.broken(exchange));
                reply.end();
            }
            case MALFORMED -> {
                call.end("malformed");
                reply.piece(withoutLastBrace(protocol.delta(exchange, "x")));
                reply.end();
            }
        }
    }

    /** Text without end, until the client goes. */
    void flood(Map<String, String> headers) throws IOException {
        reply.begin(200, headers);
        for (String frame : protocol.opening(exchange)) {
            reply.piece(frame);
        }
        String text = "More of it. ".repeat(500);
        for (int tokens = 0; ; tokens += ModelRequest.tokens(text.length())) {
            call.generated(tokens);
            reply.piece(protocol.delta(exchange, text));
        }
    }

    private void deltas(Latency.Pace pace, int untilToken) throws IOException, InterruptedException {
        Answer answer = exchange.answer();
        int total = Math.max(1, answer.tokens());
        long byPace = pace.restNanos() / MIN_DELTA_NANOS;
        int deltas = (int) Math.clamp(byPace, 1, (total + TOKENS_PER_DELTA - 1) / TOKENS_PER_DELTA);
        long start = System.nanoTime();
        int sent = 0;
        for (int i = 1; i <= deltas && sent < untilToken; i++) {
            TimeUnit.NANOSECONDS.sleep(start + pace.restNanos() / deltas * i - System.nanoTime());
            int upTo = Math.min(untilToken, (int) ((long) total * i / deltas));
            String text = answer.slice(sent, upTo);
            if (!text.isEmpty()) {
                reply.piece(protocol.delta(exchange, text));
            }
            sent = upTo;
            call.generated(sent);
        }
    }

    private static String withoutLastBrace(String frame) {
        int brace = frame.lastIndexOf('}');
        return frame.substring(0, brace) + frame.substring(brace + 1);
    }
}
