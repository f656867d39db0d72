package dev.penstock.workers.role;

import dev.penstock.runtime.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's file of roles, read again whenever it changes. One that is wrong changes nothing: the roles stay as they were read last, and the
 * trouble is told until the file is right again. What a role names besides, such as a file with a schema, is read along with it and not watched.
 */
public final class RoleFile implements AutoCloseable {
    /** How often the file is looked at. */
    public static final Duration INTERVAL = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(RoleFile.class);

    private final Path file;
    private final RoleCatalogue roles;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("role-file").factory());
    private Stamp stamp;
    private volatile String trouble = "";

    /** What tells one state of the file from another. */
    private record Stamp(FileTime changed, long size) {
        static final Stamp NONE = new Stamp(FileTime.fromMillis(0), -1);
    }

    /**
     * Reads it for the first time.
     *
     * @throws SettingsException when it is wrong, saying where and what to do
     */
    public RoleFile(Path file, RoleCatalogue roles) {
        this.file = file;
        this.roles = roles;
        // Before it is read, so that a change meanwhile is seen.
        this.stamp = stamp();
        roles.read(file);
    }

    /** Looks at it every so often from now on. */
    public void watch(Duration interval) {
        looks.scheduleWithFixedDelay(this::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What is wrong with the file as it is now, in one line; empty for nothing. */
    public String trouble() {
        return trouble;
    }

    synchronized void look() {
        Stamp now = stamp();
        if (now.equals(stamp)) {
            return;
        }
        stamp = now;
        try {
            roles.read(file);
            trouble = "";
            LOG.info("Took the roles of {}", file);
        } catch (RuntimeException e) {
            trouble = e instanceof SettingsException ? String.valueOf(e.getMessage()) : e.toString();
            LOG.error("Keeps the roles as they were, since the file is wrong: {}", trouble);
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }

    private Stamp stamp() {
        try {
            return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
        } catch (IOException e) {
            return Stamp.NONE;
        }
    }
}
