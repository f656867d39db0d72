package dev.penstock.streams;

import dev.penstock.runtime.AppProcess;
import java.io.IOException;

/** The streams process: {@code --settings=FILE} and the environment say what it talks to. */
public final class StreamsMain {
    private StreamsMain() {}

    public static void main(String... args) throws IOException {
        AppProcess.run(StreamsApp::new, args);
    }
}
