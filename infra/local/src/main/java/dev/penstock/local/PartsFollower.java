package dev.penstock.local;

import dev.penstock.local.PartStatus.State;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns what is seen of the parts from time to time into what a listener would have been told. */
final class PartsFollower {
    private final StackListener listener;
    private final Map<String, State> seen = new HashMap<>();
    private final Map<String, Long> startingSince = new HashMap<>();

    PartsFollower(StackListener listener) {
        this.listener = listener;
    }

    void see(List<PartStatus> parts) {
        for (PartStatus part : parts) {
            State before = seen.put(part.name(), part.state());
            if (before != part.state()) {
                tell(part, before == null || before == State.DOWN);
            }
        }
    }

    private void tell(PartStatus part, boolean first) {
        switch (part.state()) {
            case STARTING -> begin(part);
            case UP, UNHEALTHY -> {
                if (first) {
                    begin(part);
                }
                Long since = startingSince.remove(part.name());
                if (since != null) {
                    listener.ready(part.name(), part.url(), Duration.ofNanos(System.nanoTime() - since));
                }
            }
            case RESTARTING -> listener.restarting(part.name(), part.restarts(), part.detail());
            case DOWN, EXTERNAL -> {}
        }
    }

    private void begin(PartStatus part) {
        startingSince.put(part.name(), System.nanoTime());
        listener.starting(part.name());
    }
}
