package dev.penstock.workers.yaml;

import dev.penstock.runtime.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of the operator's, read again whenever it changes. One that is wrong changes nothing: all stays as it was read last, and the trouble is
 * told until the file is right again. What the file names besides, such as a file with a schema, is read along with it and not watched.
 */
public final class WatchedFile implements AutoCloseable {
    /** How often the file is looked at. */
    public static final Duration INTERVAL = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);

    private final Path file;
    private final String what;
    private final Consumer<Path> reader;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("watched-file").factory());
    private Stamp stamp;
    private volatile String trouble = "";

    /** What tells one state of the file from another. */
    private record Stamp(FileTime changed, long size) {
        static final Stamp NONE = new Stamp(FileTime.fromMillis(0), -1);
    }

    /**
     * Reads it for the first time.
     *
     * @param what is in it, for people: {@code roles}
     * @param reader takes what is in it, or changes nothing and throws
     * @throws SettingsException when it is wrong, saying where and what to do
     */
    public WatchedFile(Path file, String what, Consumer<Path> reader) {
        this.file = file;
        this.what = what;
        this.reader = reader;
        // Before it is read, so that a change meanwhile is seen.
        this.stamp = stamp();
        reader.accept(file);
    }

    /**
     * Looks at it every so often from now on.
     *
     * @param changed told each time after it was read
     */
    public void watch(Duration interval, Runnable changed) {
        Runnable turn = () -> {
            if (look()) {
                changed.run();
            }
        };
        looks.scheduleWithFixedDelay(turn, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What is wrong with the file as it is now, in one line; empty for nothing. */
    public String trouble() {
        return trouble;
    }

    /** Reads it when it has changed. True when it did, and is right. */
    public synchronized boolean look() {
        Stamp now = stamp();
        if (now.equals(stamp)) {
            return false;
        }
        stamp = now;
        try {
            reader.accept(file);
            trouble = "";
            LOG.info("Took the {} of {}", what, file);
            return true;
        } catch (RuntimeException e) {
            trouble = e instanceof SettingsException ? String.valueOf(e.getMessage()) : e.toString();
            LOG.error("Keeps the {} as they were, since the file is wrong: {}", what, trouble);
            return false;
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
