package dev.penstock.local;

import dev.penstock.runtime.Health;
import java.time.Instant;

/** Something that the stack starts, watches, starts again when it dies, and stops. */
interface Part {
    /** See {@link PartStatus#name}. */
    String name();

    /** Starts it and returns when it does its work. Called again after it died, never while one runs. */
    Running start() throws Exception;

    /** A started part. */
    interface Running {
        String url();

        /** Its process, which is this one for what is hosted here. */
        ProcessHandle process();

        /** How it is; returns within seconds whatever the part does. */
        Health health();

        /** Stops it in order within its own bound, then by force. Also clears up what is left of a dead one. */
        void stop();

        default Instant processStartedAt() {
            return Processes.startedAt(process());
        }
    }
}
