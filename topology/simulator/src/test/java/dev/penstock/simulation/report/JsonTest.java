package dev.penstock.simulation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void shouldWriteMembersInTheirOrder() {
        Json json = new Json.Obj()
                .put("text", "a \"b\" \\")
                .put("whole", 3)
                .put("part", 0.5)
                .put("none", new Json.Obj())
                .put("list", new Json.Arr().add(new Json.Plain("1")).add(new Json.Plain("true")));
        assertThat(Json.text(json)).isEqualTo("""
                        {
                          "text": "a \\"b\\" \\\\",
                          "whole": 3,
                          "part": 0.5000,
                          "none": {},
                          "list": [
                            1,
                            true
                          ]
                        }
                        """);
    }

    @Test
    void shouldSayTimesAsPeopleDo() {
        assertThat(Text.time(999)).isEqualTo("999 ms");
        assertThat(Text.time(1_500)).isEqualTo("1.5 s");
        assertThat(Text.time(600_000)).isEqualTo("10.0 min");
        assertThat(Text.time(7_200_000)).isEqualTo("2.0 h");
    }

    @Test
    void shouldKnowJainsIndex() {
        assertThat(Fairness.jain(new double[] {2, 2, 2})).isCloseTo(1, within(1e-12));
        assertThat(Fairness.jain(new double[] {1, 0, 0, 0})).isCloseTo(0.25, within(1e-12));
    }
}
