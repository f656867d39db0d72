package dev.penstock.local;

import java.nio.file.Path;
import java.time.Duration;

/** The stack as a background process: one supervisor JVM per folder, its log in {@code logs/supervisor.log} there. */
public final class Daemon {
  private Daemon() {}

  /**
   * Starts the stack in the background and returns once it runs; what is already running over the folder is returned as it is.
   *
   * @throws LocalStackException when it cannot start, such as for a taken port; nothing is left running then
   */
  public static DaemonStatus up(LocalOptions options, StackListener listener) {
    throw new LocalStackException("The background stack is not built yet.");
  }

  /**
   * Stops the background stack in order, and kills what has not ended within {@code limit}: only processes that it recorded as its own.
   *
   * @return how it was before
   */
  public static DaemonStatus down(Path folder, Duration limit) {
    throw new LocalStackException("The background stack is not built yet.");
  }

  /** How the background stack over {@code folder} is. */
  public static DaemonStatus status(Path folder) {
    throw new LocalStackException("The background stack is not built yet.");
  }
}
