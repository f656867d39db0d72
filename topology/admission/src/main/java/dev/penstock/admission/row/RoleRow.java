package dev.penstock.admission.row;

import dev.penstock.admission.Policy;

/**
 * What a slot remembers of one role: its dispatch window and the floor of its fair share.
 *
 * <p>The window bounds the grants that no worker has started yet. It is steered as TCP steers a congestion window, by how long grants wait for
 * a worker, and not by how long the engine takes to learn of their start, which is long when it is behind: it doubles with each full window of
 * prompt starts until the first late one, then grows by one per window's worth, and halves when a grant is late. Only a window that was full has shown that it is too small, so only such a one grows; only a grant made since the last
 * halving says something about the window as it is now, so it halves once for all the late starts of one overshoot.
 *
 * @param window granted-but-unstarted tasks allowed, at least 1
 * @param slowStart whether no grant has been late yet
 * @param full whether the window has been full since it last changed
 * @param credit prompt starts since then
 * @param halvedAt when it was last halved, 0 for never
 * @param floor share at which a lane that comes back from idleness joins in; never falls
 */
public record RoleRow(int window, boolean slowStart, boolean full, int credit, long halvedAt, long floor) {

    public static RoleRow initial(Policy policy) {
        return new RoleRow(policy.initialWindow(), true, false, 0, 0, 0);
    }

    /** A grant was made and {@code unstarted} are out now; the least share among ready lanes was {@code leastShare} before it. */
    public RoleRow granted(int unstarted, long leastShare) {
        boolean nowFull = full || unstarted >= window;
        if (nowFull == full && leastShare <= floor) {
            return this;
        }
        return new RoleRow(window, slowStart, nowFull, credit, halvedAt, Math.max(floor, leastShare));
    }

    /** A grant made at {@code grantedAt} was started at {@code now}, after it waited so long for a worker. */
    public RoleRow started(long grantedAt, long waitedMillis, long now, Policy policy) {
        if (waitedMillis > policy.dispatchDelayTarget().toMillis()) {
            return late(grantedAt, now);
        }
        if (!full || window >= policy.maxWindow()) {
            return this;
        }
        if (credit + 1 < window) {
            return new RoleRow(window, slowStart, true, credit + 1, halvedAt, floor);
        }
        int grown = Math.min(policy.maxWindow(), slowStart ? window * 2 : window + 1);
        return new RoleRow(grown, slowStart, false, 0, halvedAt, floor);
    }

    /** A grant made at {@code grantedAt} was started late, or never. */
    public RoleRow late(long grantedAt, long now) {
        if (grantedAt < halvedAt) {
            return this;
        }
        return new RoleRow(Math.max(1, window / 2), false, false, 0, now, floor);
    }
}
