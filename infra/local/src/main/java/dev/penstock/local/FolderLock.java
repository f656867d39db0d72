package dev.penstock.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps two stacks from the same folder. The system lets go of it when its holder ends, however that ends. */
record FolderLock(FileChannel channel) implements AutoCloseable {
    static FolderLock take(Layout layout) {
        FileChannel channel;
        try {
            Files.createDirectories(layout.folder());
            channel = FileChannel.open(layout.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new LocalStackException("The folder " + layout.folder() + " cannot be written: " + e.getMessage(), e);
        }
        if (!locked(channel)) {
            close(channel);
            throw new LocalStackException("Another stack is running over the folder " + layout.folder()
                    + ". Stop it, or choose another folder.");
        }
        return new FolderLock(channel);
    }

    @Override
    public void close() {
        close(channel);
    }

    private static boolean locked(FileChannel channel) {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            throw new LocalStackException("The stack's folder cannot be locked: " + e.getMessage(), e);
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new LocalStackException("The lock of the stack's folder cannot be let go: " + e.getMessage(), e);
        }
    }
}
