package dev.penstock.torture.mutants;

import dev.penstock.torture.InvariantViolation;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Loads the core and its simulation once more, with some of the core's classes exchanged; all else is shared with the test. */
final class World extends ClassLoader {
    private static final List<String> OWN = List.of("dev.penstock.admission.", "dev.penstock.torture.");
    private static final String SCHEDULES = "dev.penstock.torture.Schedules";

    private final Map<String, byte[]> exchanged;

    World(Map<String, byte[]> exchanged) {
        super(World.class.getClassLoader());
        this.exchanged = exchanged;
    }

    /** What runs the schedule of a seed against the exchanged classes. */
    LongConsumer schedules() throws ReflectiveOperationException {
        return (LongConsumer) loadClass(SCHEDULES).getDeclaredConstructor().newInstance();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        boolean own = OWN.stream().anyMatch(name::startsWith);
        // The test must know a broken invariant when it sees one.
        if (!own || name.equals(InvariantViolation.class.getName())) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = exchanged.get(name);
        if (bytes == null) {
            bytes = unchanged(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] unchanged(String name) throws ClassNotFoundException {
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
