package dev.penstock.cli;

import dev.penstock.cli.board.BoardView;
import dev.penstock.cli.board.Style;
import org.jspecify.annotations.Nullable;

/**
 * Where output goes.
 *
 * @param live whether frames may be drawn over each other
 * @param height lines, where live
 */
public record Terminal(boolean live, int height, Style style) {
    /** Lines and columns of the terminal as the launcher found them ({@code stty size}); absent when output goes elsewhere. */
    static final String SIZE = "penstock.cli.terminal";

    /** What the launcher found, held back by what the user wants. */
    public static Terminal detect(boolean plain, boolean noColour) {
        return of(System.getProperty(SIZE), plain, noColour || System.getenv("NO_COLOR") != null);
    }

    static Terminal of(@Nullable String size, boolean plain, boolean noColour) {
        if (size == null || !size.strip().matches("[0-9]{1,4} [0-9]{1,4}")) {
            return new Terminal(false, 0, new Style(false));
        }
        String[] both = size.strip().split(" ");
        boolean fits = Integer.parseInt(both[1]) >= BoardView.WIDTH;
        return new Terminal(!plain && fits, Integer.parseInt(both[0]), new Style(!noColour && !plain));
    }
}
