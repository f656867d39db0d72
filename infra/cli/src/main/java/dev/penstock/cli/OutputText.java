package dev.penstock.cli;

import dev.penstock.cli.board.Style;
import dev.penstock.cli.http.ApiClient;
import dev.penstock.cli.http.SseFrame;
import dev.penstock.cli.http.SseParser;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Prints what a task's agent makes while it makes it, across broken connections, and checks in the end that it was all of it. */
final class OutputText {
    private final PrintWriter out;
    private final Style style;
    private final StringBuilder text = new StringBuilder();
    private String state = "";
    private boolean whole;

    OutputText(PrintWriter out, Style style) {
        this.out = out;
        this.style = style;
    }

    /** Returns when the task has ended, with its state in upper case. */
    String follow(ApiClient api, String apiKey, String id) throws InterruptedException {
        new Follow(api, apiKey, "/v1/tasks/" + id + "/stream", new SseParser()).run(this::show, why -> {});
        return state;
    }

    /** Whether all that a task that succeeded has made was printed. */
    boolean isWhole() {
        return whole;
    }

    /** False when nothing follows. */
    boolean show(SseFrame frame) {
        JsonNode data = JsonMapper.shared().readTree(frame.data());
        switch (frame.event()) {
            case "chunk" -> {
                String piece = data.path("text").asString("");
                text.append(piece);
                out.print(piece);
            }
            case "restart" -> {
                if (!text.isEmpty()) {
                    out.println();
                    out.println(style.dim("-- void; begins anew with attempt "
                            + data.path("attempt").asInt() + " --"));
                }
                text.setLength(0);
            }
            case "end" -> end(data);
            default -> {
                // Of a later version.
            }
        }
        out.flush();
        return !frame.event().equals("end");
    }

    private void end(JsonNode data) {
        if (!text.isEmpty()) {
            out.println();
        }
        state = data.path("state").asString("");
        String told = data.path("sha256").asString("");
        if (!told.isEmpty()) {
            whole = told.equals(sha256(text.toString()));
            if (!whole) {
                throw CliException.failed("What was printed is not the output; get it by 'penstock output'.");
            }
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
