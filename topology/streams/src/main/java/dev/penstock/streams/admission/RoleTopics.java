package dev.penstock.streams.admission;

/** Sees to it that a role's topics exist before anything is sent to them: a missing one would block the engine's transaction. */
@FunctionalInterface
public interface RoleTopics {
    /**
     * Returns once the role's topics exist; cheap after the first time.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException when the broker does not answer in time
     */
    void ensure(String role);
}
