package dev.penstock.streams.admission;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * Tells a slot that its transaction is about to commit, whoever asked for it: the pacer, the commit interval, a rebalance or a close. Only a
 * store that holds something back is told, so it poses as one; it keeps nothing. What is written to other stores while it is told is part of
 * that transaction.
 */
final class CommitHook implements StateStore, CachedStateStore<Void, Void> {
    static final String NAME = "commit-hook";

    private Runnable beforeCommit = () -> {};
    private boolean open;

    /** @param action run before each commit from now on, even those after its processor was closed; replaces the one before it */
    void beforeCommit(Runnable action) {
        beforeCommit = action;
    }

    @Override
    public void flushCache() {
        beforeCommit.run();
    }

    /** What was held back is void: the task starts again from what its stores hold. */
    @Override
    public void clearCache() {
        beforeCommit = () -> {};
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Void, Void> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        clearCache();
        context.register(root, (key, value) -> {});
        open = true;
    }

    @Override
    public void flush() {
        // Is called when the files on disk are to be made valid, after the last commit.
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public Position getPosition() {
        return Position.emptyPosition();
    }

    /** Builds one a task. */
    static final class Builder implements StoreBuilder<CommitHook> {
        @Override
        public CommitHook build() {
            return new CommitHook();
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public Builder withLoggingDisabled() {
            return this;
        }

        @Override
        public Builder withCachingDisabled() {
            return this;
        }

        @Override
        public Builder withLoggingEnabled(Map<String, String> config) {
            throw new UnsupportedOperationException("There is nothing to log");
        }

        @Override
        public Builder withCachingEnabled() {
            throw new UnsupportedOperationException("There is nothing to cache");
        }
    }
}
