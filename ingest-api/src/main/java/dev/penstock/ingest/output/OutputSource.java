package dev.penstock.ingest.output;

import dev.penstock.ingest.sse.SseSource;
import dev.penstock.ingest.sse.SseWriter;
import java.io.IOException;

/** Shows one client a task's output. */
final class OutputSource implements SseSource {
    private final OutputFeed feed;

    OutputSource(OutputFeed feed) {
        this.feed = feed;
    }

    @Override
    public Step write(SseWriter out) throws IOException {
        OutputFeed.Step step = feed.next();
        for (Frame frame : step.frames()) {
            out.frame(frame.id(), frame.event(), frame::write);
        }
        return new Step(step.frames().size(), step.next());
    }
}
