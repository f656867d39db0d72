package dev.penstock.cli.board;

import java.io.PrintWriter;
import java.util.List;

/** Draws frames over each other in a terminal, without clearing what was there before the first. */
public final class Screen implements AutoCloseable {
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";

    private final PrintWriter out;
    private int drawn = -1;
    private boolean closed;

    public Screen(PrintWriter out) {
        this.out = out;
    }

    public synchronized void draw(List<String> lines) {
        if (closed) {
            return;
        }
        StringBuilder frame = new StringBuilder(drawn < 0 ? HIDE_CURSOR : "\u001b[" + drawn + "A");
        for (String line : lines) {
            frame.append('\r').append(line).append("\u001b[K\n");
        }
        frame.append("\u001b[J");
        drawn = lines.size();
        out.print(frame);
        out.flush();
    }

    /** Leaves the last frame where it is; nothing is drawn after it. */
    @Override
    public synchronized void close() {
        if (!closed && drawn >= 0) {
            out.print(SHOW_CURSOR);
            out.flush();
        }
        closed = true;
    }
}
