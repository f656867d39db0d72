package dev.penstock.ingest.sse;

import java.io.IOException;

/** What a stream shows. For the one thread of its stream. */
public interface SseSource {
    /** How to go on. */
    enum Next {
        /** Ask again at once. */
        AGAIN,
        /** Something is due any moment, with a wake-up or without one. */
        SOON,
        /** All is shown; a wake-up will tell of more. */
        IDLE,
        /** All is shown as far as is known; wake-ups may be missing, and looking without one is costly. */
        UNPROVEN,
        /** What is to be shown cannot be read now: only asking again tells of more. */
        BLIND,
        /** Nothing follows. */
        END
    }

    /**
     * What a step did.
     *
     * @param frames how many it wrote
     */
    record Step(int frames, Next next) {}

    /** Writes what there is now, up to a bounded amount; throws when the client is gone. */
    Step write(SseWriter out) throws IOException;
}
