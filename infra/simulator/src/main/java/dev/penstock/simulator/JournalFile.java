package dev.penstock.simulator;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Calls on disk, a JSON line at each begin and each end, so that the bill outlives the process, by kill -9 too: what was written is the
 * system's. Not safe from power cuts. It is written anew with the latest calls alone when it has grown to several times those.
 */
final class JournalFile implements AutoCloseable {
    /** Lines for each call that is kept, before the file is written anew. */
    static final int LINES_PER_CALL = 4;

    private final Path file;
    private final int capacity;
    private FileOutputStream out;
    private long lines;

    private JournalFile(Path file, int capacity, FileOutputStream out) {
        this.file = file;
        this.capacity = capacity;
        this.out = out;
    }

    /** Opens it for a journal that keeps {@code capacity} calls; what a process left is read first with {@link #read}. */
    static JournalFile open(Path file, int capacity) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return new JournalFile(file, capacity, append(file));
    }

    /**
     * The latest calls in order of their ids. One that ran when its process ended is {@code lost}: nothing was billed for it, as that happens
     * at its end.
     */
    List<CallRecord> read() throws IOException {
        SortedMap<Long, CallRecord> calls = new TreeMap<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            try {
                CallRecord call = Json.read(line.getBytes(StandardCharsets.UTF_8), CallRecord.class);
                calls.put(call.id(), call);
            } catch (ApiError e) {
                // The line that was being written when the process ended: the last.
                continue;
            }
            if (calls.size() > capacity) {
                calls.remove(calls.firstKey());
            }
        }
        List<CallRecord> latest = new ArrayList<>();
        calls.values()
                .forEach(call -> latest.add(
                        call.outcome().equals(CallRecord.RUNNING)
                                ? call.ended(call.beginMillis(), 0, 0, CallRecord.LOST)
                                : call));
        return latest;
    }

    /** Writes a call as it is now; {@code all} is what the journal keeps, should the file have to be written anew. */
    void write(CallRecord call, Supplier<List<CallRecord>> all) {
        try {
            append(out, List.of(call));
            lines++;
            if (lines > (long) LINES_PER_CALL * capacity) {
                rewrite(all.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the journal " + file, e);
        }
    }

    /** Begins anew with these calls alone. */
    void rewrite(Collection<CallRecord> calls) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (FileOutputStream fresh = new FileOutputStream(next.toFile())) {
            append(fresh, calls);
        }
        out.close();
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        out = append(file);
        lines = calls.size();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** Not a channel: that would be closed for all by the interrupt that a handler gets when its client leaves. */
    private static FileOutputStream append(Path file) throws IOException {
        return new FileOutputStream(file.toFile(), true);
    }

    private static void append(FileOutputStream out, Collection<CallRecord> calls) throws IOException {
        for (CallRecord call : calls) {
            byte[] json = Json.bytes(call);
            byte[] line = Arrays.copyOf(json, json.length + 1);
            line[json.length] = '\n';
            out.write(line);
        }
    }
}
