package dev.penstock.admission;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One slot's admission engine: commands in, events out, state changed only by applying those events. Single-threaded and deterministic: the
 * same rows and the same commands at the same times give the same events, byte for byte.
 */
public final class Engine {

  /** Builds the in-memory indexes (queues, ready lanes, timers) from the rows in {@code backend}. */
  public Engine(Policy policy, Backend backend) {
    throw new UnsupportedOperationException();
  }

  /**
   * Decides on a command, applies what it decided, and grants what may run now. All rows are in the back end when it returns.
   *
   * @param nowMillis milliseconds since 1970-01-01T00:00Z; an earlier time than one seen before counts as that one
   * @return what happened, in order; a view that is valid until the next call
   */
  public List<Event> process(Command command, long nowMillis) {
    throw new UnsupportedOperationException();
  }

  /** The engine's clock after the last command: never falls. */
  public long now() {
    throw new UnsupportedOperationException();
  }

  /** The payload of a live task, for its dispatch; null when the task is unknown or has ended. */
  public byte @Nullable [] payload(String tenant, UUID taskId) {
    throw new UnsupportedOperationException();
  }

  /** Whether a grant could not be made because of {@link Policy#maxGrantsPerCommand()}: the caller should tick soon. */
  public boolean hasMoreToDo() {
    throw new UnsupportedOperationException();
  }

  /** Counts for gauges; cheap. */
  public Summary summary() {
    throw new UnsupportedOperationException();
  }

  /** How many tasks the slot holds in each way. */
  public record Summary(long queued, long waiting, long granted, long running, long markers, int tenants) {}
}
