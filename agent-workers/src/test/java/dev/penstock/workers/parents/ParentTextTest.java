package dev.penstock.workers.parents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.workers.parents.ParentText.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParentTextTest {
    @Test
    void shouldPutEachResultUnderItsName() {
        assertThat(ParentText.of("Write it.", List.of(new Result("facts", "Old."), new Result("a \"b\"", "New.")), 100))
                .isEqualTo("""
                        Write it.

                        Results of the tasks that this one builds on:

                        <result of="facts">
                        Old.
                        </result>

                        <result of="a 'b'">
                        New.
                        </result>
                        """);
    }

    @Test
    void shouldLeaveWhatShortResultsDoNotNeedToLongOnes() {
        String text = ParentText.of(
                "in", List.of(new Result("long", "x".repeat(200)), new Result("short", "y".repeat(10))), 100);

        assertThat(text).contains("\n" + "x".repeat(90) + "\n[cut here: 110 of 200 characters are left out]\n");
        assertThat(text).contains("\n" + "y".repeat(10) + "\n</result>");
    }

    @Test
    void shouldNotCutThroughACharacter() {
        assertThat(ParentText.of("in", List.of(new Result("a", "ab😀cd")), 3))
                .contains("\nab\n[cut here: 4 of 6 characters");
    }

    @Test
    void shouldKeepResultsThatJustFit() {
        assertThat(ParentText.of("in", List.of(new Result("a", "x".repeat(50)), new Result("b", "x".repeat(50))), 100))
                .doesNotContain("cut here");
    }
}
