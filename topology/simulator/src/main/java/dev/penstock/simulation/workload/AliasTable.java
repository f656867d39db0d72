package dev.penstock.simulation.workload;

import java.util.SplittableRandom;

/** Draws numbers by weight in constant time (Walker's alias method, as Vose builds it). */
final class AliasTable {
    private final double[] keep;
    private final int[] alias;

    /** @param weights none negative, at least one positive */
    AliasTable(double[] weights) {
        int n = weights.length;
        keep = new double[n];
        alias = new int[n];
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        int[] small = new int[n];
        int[] large = new int[n];
        int smalls = 0;
        int larges = 0;
        for (int i = 0; i < n; i++) {
            keep[i] = weights[i] * n / sum;
            if (keep[i] < 1) {
                small[smalls++] = i;
            } else {
                large[larges++] = i;
            }
        }
        while (smalls > 0 && larges > 0) {
            int less = small[--smalls];
            int more = large[larges - 1];
            alias[less] = more;
            keep[more] -= 1 - keep[less];
            if (keep[more] < 1) {
                larges--;
                small[smalls++] = more;
            }
        }
        // What rounding has left over is as good as full.
        while (smalls > 0) {
            keep[small[--smalls]] = 1;
        }
        while (larges > 0) {
            keep[large[--larges]] = 1;
        }
    }

    int draw(SplittableRandom random) {
        double at = random.nextDouble() * keep.length;
        int i = (int) at;
        return at - i < keep[i] ? i : alias[i];
    }
}
