package dev.penstock.projections;

import dev.penstock.runtime.AppProcess;
import java.io.IOException;

/** The projections process: {@code --settings=FILE} and the environment say what it talks to. */
public final class ProjectionsMain {
    private ProjectionsMain() {}

    public static void main(String... args) throws IOException {
        AppProcess.run(ProjectionsApp::new, args);
    }
}
