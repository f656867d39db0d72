package dev.penstock.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SseParserTest {
    private final List<String> comments = new ArrayList<>();
    private final SseParser parser = new SseParser(comments::add);

    private List<SseFrame> parse(String text) {
        return text.lines().map(parser::line).flatMap(Optional::stream).toList();
    }

    @Test
    void shouldPutAFrameTogether() {
        List<SseFrame> frames = parse(": ready\nretry: 2000\n\nid: 41-1207\nevent: accepted\ndata: {\"a\":1}\n\n");

        assertThat(frames).containsExactly(new SseFrame("41-1207", "accepted", "{\"a\":1}"));
        assertThat(parser.lastId()).isEqualTo("41-1207");
        assertThat(parser.retryMillis()).isEqualTo(2_000);
        assertThat(comments).containsExactly("ready");
    }

    @Test
    void shouldJoinDataLinesAndNameAnUnnamedEvent() {
        assertThat(parse("data: one\ndata:two\ndata\n\n")).containsExactly(new SseFrame("", "message", "one\ntwo\n"));
    }

    @Test
    void shouldKeepTheIdOverFramesWithoutOne() {
        assertThat(parse("id: 7\ndata: a\n\ndata: b\n\n"))
                .extracting(SseFrame::id)
                .containsExactly("7", "7");
    }

    @Test
    void shouldDropWhatABrokenConnectionLeftUnfinished() {
        parse("id: 7\ndata: a\n\nid: 8\nevent: x\ndata: half");

        parser.reconnect();

        assertThat(parser.lastId()).isEqualTo("7");
        assertThat(parse("data: b\n\n")).containsExactly(new SseFrame("7", "message", "b"));
    }

    @Test
    void shouldIgnoreWhatItDoesNotKnowAndFramesWithoutData() {
        assertThat(parse("colour: red\nretry: soon\nevent: ping\n\n\n")).isEmpty();
        assertThat(parser.retryMillis()).isEqualTo(1_000);
    }
}
