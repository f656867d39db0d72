package dev.penstock.embedded;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that is started when first asked for, and stopped only when it was. */
final class Part<T> implements AutoCloseable {
    private final Supplier<T> starter;
    private final Consumer<T> stopper;
    private @Nullable T value;
    private boolean closed;

    Part(Supplier<T> starter, Consumer<T> stopper) {
        this.starter = starter;
        this.stopper = stopper;
    }

    synchronized T get() {
        if (closed) {
            throw new IllegalStateException("The embedded stack is closed.");
        }
        @Nullable T running = value;
        if (running == null) {
            running = starter.get();
            value = running;
        }
        return running;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (value != null) {
            stopper.accept(value);
        }
    }
}
