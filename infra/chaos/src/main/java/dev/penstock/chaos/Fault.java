package dev.penstock.chaos;

import java.time.Duration;

/**
 * A kill that was tried.
 *
 * @param afterTasks tasks handed in by then
 * @param pidBefore the process that was sent SIGKILL; 0 when none was there to be killed
 * @param pidAfter the one that took its place; 0 when none did in time
 * @param away from the kill until the part did its work again
 */
public record Fault(String part, int afterTasks, long pidBefore, long pidAfter, Duration away) {
    /** Whether it is certain that it happened, and was survived: one process is gone and another is there. */
    public boolean evidenced() {
        return pidBefore > 0 && pidAfter > 0 && pidBefore != pidAfter;
    }
}
