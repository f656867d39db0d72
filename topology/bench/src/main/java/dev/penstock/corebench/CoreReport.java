package dev.penstock.corebench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * All figures of one bench of the core.
 *
 * @param java the JVM's version
 * @param quick whether it was too short to go by
 * @param inMemory decisions with rows in memory
 * @param onDisk commands through the topology with RocksDB stores
 */
public record CoreReport(int processors, String java, boolean quick, List<Figure> inMemory, List<Figure> onDisk) {

    /**
     * Commands a second of one slot on one core.
     *
     * @param queued tasks that wait beside those of the steady cycle
     * @param perSecond mean over all iterations; {@code least} and {@code most} are those of single ones
     */
    public record Figure(int lanes, int queued, double perSecond, double least, double most) {}

    public CoreReport {
        inMemory = List.copyOf(inMemory);
        onDisk = List.copyOf(onDisk);
    }

    /** How far the lowest mean lies under the highest, in percent of the highest; 0 for fewer than two. */
    static double spread(List<Figure> figures) {
        double most = figures.stream().mapToDouble(Figure::perSecond).max().orElse(0);
        double least = figures.stream().mapToDouble(Figure::perSecond).min().orElse(0);
        return most == 0 ? 0 : 100 * (most - least) / most;
    }

    /** The figures as text for a terminal. */
    public String render() {
        StringBuilder out = new StringBuilder();
        line(
                out,
                "one thread of %d processors, Java %s, all limits on%s",
                processors,
                java,
                quick ? "; too short to go by" : "");
        table(out, "decisions/s, rows in memory", inMemory);
        table(out, "commands/s through the topology, RocksDB", onDisk);
        return out.toString();
    }

    private static void table(StringBuilder out, String title, List<Figure> figures) {
        line(out, "");
        line(out, "%s", title);
        line(out, "%10s %12s %12s %12s %12s %8s", "lanes", "more queued", "mean", "least", "most", "ratio");
        for (Figure figure : figures) {
            line(
                    out,
                    "%,10d %,12d %,12.0f %,12.0f %,12.0f %8.2f",
                    figure.lanes(),
                    figure.queued(),
                    figure.perSecond(),
                    figure.least(),
                    figure.most(),
                    figure.perSecond() / figures.getFirst().perSecond());
        }
        flatness(out, figures, Figure::lanes, "lanes", Figure::queued, "more queued");
        flatness(out, figures, Figure::queued, "more queued", Figure::lanes, "lanes");
    }

    /** One line for each value of what stays the same: within how many percent of each other the figures are while the other changes. */
    private static void flatness(
            StringBuilder out,
            List<Figure> figures,
            ToIntFunction<Figure> changing,
            String changes,
            ToIntFunction<Figure> fixed,
            String stays) {
        for (int value : distinct(figures, fixed)) {
            List<Figure> row = figures.stream()
                    .filter(figure -> fixed.applyAsInt(figure) == value)
                    .toList();
            int[] range = distinct(row, changing);
            if (range.length > 1) {
                line(
                        out,
                        "flat within %.0f %% from %,d to %,d %s, with %,d %s",
                        spread(row),
                        range[0],
                        range[range.length - 1],
                        changes,
                        value,
                        stays);
            }
        }
    }

    private static int[] distinct(List<Figure> figures, ToIntFunction<Figure> what) {
        return IntStream.of(figures.stream().mapToInt(what).toArray())
                .distinct()
                .sorted()
                .toArray();
    }

    private static void line(StringBuilder out, String format, Object... args) {
        out.append(String.format(Locale.ROOT, format, args)).append('\n');
    }
}
