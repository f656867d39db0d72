package dev.penstock.workers;

import dev.penstock.runtime.AppProcess;
import java.io.IOException;

/** The worker process: {@code --settings=FILE} and the environment say what it talks to. A SIGTERM drains it. */
public final class WorkersMain {
    private WorkersMain() {}

    public static void main(String... args) throws IOException {
        AppProcess.run(WorkersApp::new, args);
    }
}
