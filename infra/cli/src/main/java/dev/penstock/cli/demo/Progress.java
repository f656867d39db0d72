package dev.penstock.cli.demo;

import dev.penstock.cli.Terminal;
import dev.penstock.cli.board.Board;
import dev.penstock.cli.board.BoardView;
import dev.penstock.cli.board.LaneRow;
import dev.penstock.cli.board.Screen;
import dev.penstock.cli.board.Totals;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Shows how the morning goes: a live board in a terminal, a line every other second elsewhere. */
final class Progress implements AutoCloseable {
    private static final long PLAIN_MILLIS = 2_000;

    private final PrintWriter out;
    private final Terminal terminal;
    private final Board board;
    private final Screen screen;
    private final BoardView view;
    private long nextPlain;

    Progress(PrintWriter out, Terminal terminal, Board board) {
        this.out = out;
        this.terminal = terminal;
        this.board = board;
        this.screen = new Screen(out);
        this.view = new BoardView(terminal.style(), terminal.height());
    }

    /** Shows the present state, {@code millis} after the start. */
    void show(long millis, long settled, long submitted) {
        List<LaneRow> rows = board.rows();
        if (terminal.live()) {
            screen.draw(view.render(header(millis, settled, submitted), rows));
        } else if (millis >= nextPlain) {
            nextPlain = millis + PLAIN_MILLIS;
            out.println(line(millis, settled, submitted, rows));
            out.flush();
        }
    }

    private static String header(long millis, long settled, long submitted) {
        return "%02d:%02d   %,d of %,d tasks settled"
                .formatted(millis / 60_000, millis / 1_000 % 60, settled, submitted);
    }

    private String line(long millis, long settled, long submitted, List<LaneRow> rows) {
        Totals totals = board.totals();
        long running = rows.stream().mapToLong(LaneRow::running).sum();
        long waiting = rows.stream().mapToLong(LaneRow::waiting).sum();
        long cost = rows.stream().mapToLong(LaneRow::costMicros).sum();
        return String.format(
                Locale.ROOT,
                "%s   running %d, queued %d, between attempts %d, retries %d, dead %d, %s",
                header(millis, settled, submitted),
                running,
                totals.open() - running - waiting,
                waiting,
                totals.retries(),
                totals.dead(),
                BoardView.money(cost));
    }

    @Override
    public void close() {
        screen.close();
    }
}
