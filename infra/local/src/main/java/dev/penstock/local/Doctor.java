package dev.penstock.local;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks what a local stack needs of this machine before it starts. */
public final class Doctor {
    private static final int MIN_JAVA = 25;
    private static final long MIN_FREE_MEMORY = 3L << 30;
    private static final long MIN_FREE_DISK = 2L << 30;
    private static final Pattern MEM_AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");

    private Doctor() {}

    /** One thing that is missing; {@code problem} says what is, {@code remedy} what to do. */
    public record Finding(String problem, String remedy) {
        @Override
        public String toString() {
            return problem + " " + remedy;
        }
    }

    /** What stands in the way of a stack over {@code folder}; empty when nothing does. */
    public static List<Finding> examine(Path folder) {
        List<Finding> findings = new ArrayList<>();
        java(Runtime.version().feature(), findings);
        memory(freeMemory(), findings);
        folder(folder.toAbsolutePath(), findings);
        return List.copyOf(findings);
    }

    static void java(int feature, List<Finding> findings) {
        if (feature < MIN_JAVA) {
            findings.add(new Finding(
                    "This is Java " + feature + ", but Penstock needs " + MIN_JAVA + ".",
                    "Install a JDK " + MIN_JAVA + " or newer, or point JAVA_HOME at one."));
        }
    }

    static void memory(long freeBytes, List<Finding> findings) {
        if (freeBytes < MIN_FREE_MEMORY) {
            findings.add(new Finding(
                    "Only " + mib(freeBytes) + " MiB of memory are free, but the stack needs " + mib(MIN_FREE_MEMORY)
                            + ".",
                    "Close something, or use a bigger machine."));
        }
    }

    static void disk(Path at, long freeBytes, List<Finding> findings) {
        if (freeBytes < MIN_FREE_DISK) {
            findings.add(new Finding(
                    "Only " + mib(freeBytes) + " MiB of disk are free at " + at + ", but the stack needs "
                            + mib(MIN_FREE_DISK) + ".",
                    "Make room, or choose another folder."));
        }
    }

    private static void folder(Path folder, List<Finding> findings) {
        Path existing = folder;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            findings.add(new Finding(
                    "The folder " + folder + " cannot be written at " + existing + ".",
                    "Choose another folder, or allow writing there."));
            return;
        }
        try {
            disk(existing, Files.getFileStore(existing).getUsableSpace(), findings);
        } catch (IOException e) {
            findings.add(new Finding(
                    "The disk of " + existing + " cannot be examined: " + e.getMessage() + ".",
                    "Choose another folder."));
        }
    }

    /** What processes may still take, caches that the system gives up included. */
    private static long freeMemory() {
        File meminfo = new File("/proc/meminfo");
        if (meminfo.canRead()) {
            try {
                Matcher matcher = MEM_AVAILABLE.matcher(Files.readString(meminfo.toPath()));
                if (matcher.find()) {
                    return Long.parseLong(matcher.group(1)) << 10;
                }
            } catch (IOException e) {
                return jvmsView();
            }
        }
        return jvmsView();
    }

    private static long jvmsView() {
        // Free pages alone, as other systems report them, leave out what caches hold: the whole memory is the better
        // guess.
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Long.MAX_VALUE;
    }

    private static long mib(long bytes) {
        return bytes >> 20;
    }
}
