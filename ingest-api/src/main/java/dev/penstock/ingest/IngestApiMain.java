package dev.penstock.ingest;

import dev.penstock.runtime.AppProcess;
import java.io.IOException;

/** The API process: {@code --settings=FILE} and the environment say what it talks to. */
public final class IngestApiMain {
    private IngestApiMain() {}

    public static void main(String... args) throws IOException {
        AppProcess.run(IngestApiApp::new, args);
    }
}
