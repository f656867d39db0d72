package dev.penstock.corebench;

import dev.penstock.corebench.Cycle.Attempt;
import java.util.Arrays;
import java.util.UUID;

/**
 * Attempts, first in first out, in arrays. What comes out is made anew, with an id of its own, as a command is that comes from a log: an id of the engine's own, kept for
 * thousands of commands, would be fetched from memory by the making of the command, which would count as the engine's time.
 */
final class AttemptQueue {
    private static final int SMALLEST = 1_024;

    private long[] ids = new long[2 * SMALLEST];
    private int[] numbers = new int[SMALLEST];
    private String[] tenants = new String[SMALLEST];
    private String[] roles = new String[SMALLEST];
    private int first;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void add(Attempt attempt) {
        if (size == numbers.length) {
            grow();
        }
        int place = (first + size++) & (numbers.length - 1);
        ids[2 * place] = attempt.task().getMostSignificantBits();
        ids[2 * place + 1] = attempt.task().getLeastSignificantBits();
        numbers[place] = attempt.number();
        tenants[place] = attempt.tenant();
        roles[place] = attempt.role();
    }

    /** The first, which there must be. */
    Attempt remove() {
        if (size == 0) {
            throw new IllegalStateException("Expected an attempt, but there is none");
        }
        int place = first;
        first = (first + 1) & (numbers.length - 1);
        size--;
        return new Attempt(tenants[place], roles[place], new UUID(ids[2 * place], ids[2 * place + 1]), numbers[place]);
    }

    /** Doubles the arrays, in which the first stands first from then on. */
    private void grow() {
        int length = numbers.length;
        long[] movedIds = new long[4 * length];
        int[] movedNumbers = new int[2 * length];
        String[] movedTenants = Arrays.copyOf(tenants, 2 * length);
        String[] movedRoles = Arrays.copyOf(roles, 2 * length);
        for (int i = 0; i < length; i++) {
            int place = (first + i) & (length - 1);
            movedIds[2 * i] = ids[2 * place];
            movedIds[2 * i + 1] = ids[2 * place + 1];
            movedNumbers[i] = numbers[place];
            movedTenants[i] = tenants[place];
            movedRoles[i] = roles[place];
        }
        ids = movedIds;
        numbers = movedNumbers;
        tenants = movedTenants;
        roles = movedRoles;
        first = 0;
    }
}
