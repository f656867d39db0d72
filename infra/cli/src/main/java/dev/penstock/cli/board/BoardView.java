package dev.penstock.cli.board;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The board as lines of text: a row per lane, or per tenant where the terminal is not high enough. */
public final class BoardView {
    /** Columns that a row takes. */
    public static final int WIDTH = 98;

    private static final int BAR = 8;

    /** Header, column names, total and the line that the cursor waits on. */
    private static final int OTHER_LINES = 4;

    private final Style style;
    private final int height;

    /** @param height lines of the terminal */
    public BoardView(Style style, int height) {
        this.style = style;
        this.height = height;
    }

    /** The frame under a header line. */
    public List<String> render(String header, List<LaneRow> all) {
        List<LaneRow> rows =
                all.stream().filter(row -> row.cap() > 0 || !row.idle()).toList();
        boolean folded = rows.size() + OTHER_LINES > height;
        List<String> lines = new ArrayList<>();
        lines.add(style.bold(header));
        lines.add(style.dim("%-17s %-20s %3s %-8s %4s %4s %5s %4s %5s %5s %4s %8s"
                .formatted(
                        "tenant", "role", "cap", "running", "urg", "norm", "batch", "wait", "done", "retry", "dead",
                        "cost")));
        String last = "";
        for (LaneRow row : folded ? perTenant(rows) : rows) {
            lines.add(
                    line(row, row.lane().tenant().equals(last) ? "" : row.lane().tenant()));
            last = row.lane().tenant();
        }
        rows.stream()
                .reduce((a, b) -> a.plus(b, new LaneKey("all", "")))
                .ifPresent(total -> lines.add(style.bold(line(total, "all"))));
        return lines;
    }

    private static List<LaneRow> perTenant(List<LaneRow> rows) {
        Map<String, LaneRow> sums = new LinkedHashMap<>();
        for (LaneRow row : rows) {
            LaneKey name = new LaneKey(row.lane().tenant(), "all roles");
            sums.merge(name.tenant(), row.plus(EMPTY, name), (a, b) -> a.plus(b, name));
        }
        return List.copyOf(sums.values());
    }

    private static final LaneRow EMPTY = new LaneRow(new LaneKey("", ""), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private String line(LaneRow row, String tenant) {
        return "%-17s %-20s %3d %s %s %4s %5s %4s %5s %s %s %8s"
                .formatted(
                        cut(tenant, 17),
                        cut(row.lane().role(), 20),
                        row.cap(),
                        bar(row),
                        marked(row.urgent(), 4, style::warn),
                        count(row.normal()),
                        count(row.batch()),
                        count(row.waiting()),
                        count(row.done()),
                        marked(row.retries(), 5, style::warn),
                        marked(row.dead(), 4, style::bad),
                        money(row.costMicros()));
    }

    /** Live of cap as dots where they fit, else as figures. */
    private String bar(LaneRow row) {
        if (row.cap() > BAR || row.running() > row.cap()) {
            String figures = "%-8s".formatted(Integer.toString(row.running()));
            return row.running() > row.cap() ? style.bad(figures) : style.good(figures);
        }
        String used = "●".repeat(row.running());
        return style.good(used) + style.dim("○".repeat(row.cap() - row.running())) + " ".repeat(BAR - row.cap());
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }

    /** A figure that stands out unless it is 0. */
    private static String marked(long n, int width, UnaryOperator<String> mark) {
        String text = " ".repeat(Math.max(0, width - count(n).length())) + count(n);
        return n == 0 ? text : mark.apply(text);
    }

    private static String count(long n) {
        return n == 0 ? "·" : Long.toString(n);
    }

    /** Micro-dollars as dollars. */
    public static String money(long micros) {
        return String.format(Locale.ROOT, "$%.4f", micros / 1e6);
    }
}
