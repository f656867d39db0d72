package dev.penstock.local;

/**
 * Heap sizes in MiB of the JVMs that the local stack starts. The defaults fit the whole stack in 4 GiB.
 *
 * @param broker the Kafka broker
 * @param supervisor the JVM that supervises, and hosts the four apps unless each has its own
 * @param app each app's own JVM with {@code processes}
 */
public record Memory(int broker, int supervisor, int app) {
    public static final Memory DEFAULT = new Memory(640, 1024, 384);

    public Memory {
        if (broker < 256 || supervisor < 128 || app < 128) {
            throw new IllegalArgumentException(
                    "Heap sizes must be at least 256 MiB for the broker and 128 MiB for the others.");
        }
    }
}
