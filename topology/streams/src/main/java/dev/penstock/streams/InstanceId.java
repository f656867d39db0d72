package dev.penstock.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The name under which a process is a member of its consumer groups, kept with its local state. A killed process that starts again is then known
 * as the one it was and gets its slots back at once, instead of waiting for its own old session to lapse. Each process needs a state folder of
 * its own, which Kafka Streams locks.
 */
final class InstanceId {
    private static final String FILE = "instance-id";

    private InstanceId() {}

    /** The name kept in {@code stateDir}; made there when it is missing or unreadable. */
    static String of(Path stateDir) {
        Path file = stateDir.resolve(FILE);
        try {
            Files.createDirectories(stateDir);
            if (Files.exists(file)) {
                String found = Files.readString(file, StandardCharsets.UTF_8).strip();
                if (isUuid(found)) {
                    return found;
                }
            }
            String made = UUID.randomUUID().toString();
            Files.writeString(file, made, StandardCharsets.UTF_8);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep this process's name in " + file, e);
        }
    }

    private static boolean isUuid(String text) {
        return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }
}
