package dev.penstock.torture;

import static dev.penstock.torture.Checks.require;

import dev.penstock.admission.Policy;

/**
 * One role's dispatch window as grants and starts tell it: with each window of prompt starts it doubles until the first late one, and then grows
 * by one, if it has been full since it last changed; it halves when a grant is late that was made since it was last halved.
 */
final class WindowChecks {
    private final Policy policy;
    private int window;
    private boolean neverLate = true;
    private boolean full;
    private int prompt;
    private long halvedAt;

    WindowChecks(Policy policy) {
        this.policy = policy;
        this.window = policy.initialWindow();
    }

    boolean hasRoom(int unstarted) {
        return unstarted < window;
    }

    void granted(int unstartedBefore) {
        require(hasRoom(unstartedBefore), "window", "%d grants are out in a window of %d", unstartedBefore, window);
        full |= unstartedBefore + 1 >= window;
    }

    void started(long grantedAt, long waitedMillis, long now) {
        if (waitedMillis > policy.dispatchDelayTarget().toMillis()) {
            late(grantedAt, now);
        } else if (full && window < policy.maxWindow()) {
            prompt++;
            if (prompt >= window) {
                changeTo(Math.min(policy.maxWindow(), neverLate ? 2 * window : window + 1));
            }
        }
    }

    void late(long grantedAt, long now) {
        if (grantedAt >= halvedAt) {
            changeTo(Math.max(1, window / 2));
            neverLate = false;
            halvedAt = now;
        }
    }

    private void changeTo(int next) {
        window = next;
        full = false;
        prompt = 0;
    }
}
