package dev.penstock.cli.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BoardViewTest {
    private static final List<LaneRow> ROWS = List.of(
            new LaneRow(new LaneKey("free-florist", "copywriter"), 1, 1, 0, 3, 0, 0, 12, 0, 0, 18_400, 1),
            new LaneRow(new LaneKey("free-florist", "seo-specialist"), 1, 0, 0, 0, 0, 1, 4, 1, 2, 9_100, 1),
            new LaneRow(new LaneKey("pro-flood", "copywriter"), 2, 2, 1, 0, 148, 0, 20, 0, 1, 31_000, 2),
            new LaneRow(new LaneKey("wide", "copywriter"), 40, 17, 0, 0, 0, 0, 0, 0, 0, 0, 17),
            new LaneRow(new LaneKey("unused", "copywriter"), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));

    @Test
    void shouldShowARowForEachLaneAndTheSum() {
        List<String> frame = new BoardView(new Style(false), 40).render("00:14   20 of 700 tasks settled", ROWS);

        assertThat(String.join("\n", frame)).isEqualTo("""
        00:14   20 of 700 tasks settled
        tenant            role                 cap running   urg norm batch wait  done retry dead     cost
        free-florist      copywriter             1 ●           ·    3     ·    ·    12     ·    ·  $0.0184
                          seo-specialist         1 ○           ·    ·     ·    1     4     2    1  $0.0091
        pro-flood         copywriter             2 ●●          1    ·   148    ·    20     1    ·  $0.0310
        wide              copywriter            40 17          ·    ·     ·    ·     ·     ·    ·  $0.0000
        all                                     44 20          1    3   148    1    36     3    1  $0.0585""");
    }

    @Test
    void shouldFoldToARowForEachTenantInALowTerminal() {
        List<String> frame = new BoardView(new Style(false), 7).render("head", ROWS);

        assertThat(frame).hasSize(6);
        assertThat(frame.get(2))
                .startsWith(
                        "free-florist      all roles              2 ●○          ·    3     ·    1    16     2    1");
    }

    @Test
    void shouldShowTheSameTextInColour() {
        List<String> plain = new BoardView(new Style(false), 40).render("head", ROWS);
        List<String> coloured = new BoardView(new Style(true), 40).render("head", ROWS);

        assertThat(coloured.stream()
                        .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
                        .toList())
                .isEqualTo(plain);
        assertThat(coloured).isNotEqualTo(plain);
    }

    @Test
    void shouldFitItsWidth() {
        assertThat(new BoardView(new Style(false), 40).render("head", ROWS))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(BoardView.WIDTH));
    }
}
