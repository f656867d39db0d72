package dev.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.v1.Plan;
import dev.penstock.schemas.v1.PlannedTask;
import dev.penstock.schemas.v1.Tier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlansTest {
    private static final String TWO = """
            {"tasks":[
              {"name":"facts","role":"content-researcher","input":"Find out."},
              {"name":"text","role":"copywriter","tier":"batch","input":"Write ```it```.","after":["facts"],"maxAttempts":2,
               "labels":{"brand":"Acme"},"estimateMicros":9000,"attemptTimeoutMillis":60000,"notBeforeMillis":null}]}""";

    @Test
    void shouldReadTasksWithAllTheirFields() {
        assertThat(plan(TWO).getTasksList())
                .containsExactly(
                        PlannedTask.newBuilder()
                                .setName("facts")
                                .setRole("content-researcher")
                                .setInput("Find out.")
                                .build(),
                        PlannedTask.newBuilder()
                                .setName("text")
                                .setRole("copywriter")
                                .setTier(Tier.TIER_BATCH)
                                .setInput("Write ```it```.")
                                .addAfter("facts")
                                .setMaxAttempts(2)
                                .putLabels("brand", "Acme")
                                .setEstimateMicros(9_000)
                                .setAttemptTimeoutMillis(60_000)
                                .build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "```json\n%s\n```",
                "```\n%s\n```\n",
                "Here is the plan:\n\n```json\n%s\n  ```\nGood luck.",
                " \n%s\n"
            })
    void shouldReadAPlanInACodeBlock(String around) {
        assertThat(plan(around.formatted(TWO))).isEqualTo(plan(TWO));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"tasks\":[]}", "{\"tasks\":null}"})
    void shouldTakeNoTasksForNoPlan(String answer) {
        assertThat(plan(answer)).isEqualTo(Plan.getDefaultInstance());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "I would start with research. | not valid JSON",
                "`` | it is empty",
                "[] | it is an array",
                "{\"plan\":[]} | it has the unknown field 'plan'",
                "{\"tasks\":{}} | tasks must be an array but is an object",
                "{\"tasks\":[1]} | tasks[0] must be an object but is a whole number",
                "{\"tasks\":[{},{\"name\":7}]} | tasks[1].name must be a string but is a whole number",
                "{\"tasks\":[{\"after\":\"a\"}]} | tasks[0].after must be an array of names but is a string",
                "{\"tasks\":[{\"after\":[\"a\",null]}]} | tasks[0].after[1] must be a string but is null",
                "{\"tasks\":[{\"owner\":\"a\"}]} | in tasks[0] the field 'owner' is unknown",
                "{\"tasks\":[{\"tenant\":\"a\"}]} | in tasks[0] the field 'tenant' is unknown",
                "{\"tasks\":[{\"tier\":\"soon\"}]} | in tasks[0] tier is 'soon' but must be urgent, normal or batch",
                "{\"tasks\":[]} x | not valid JSON",
                "{\"tasks\":[]} {} | something follows it",
                "{\"tasks\":[{\"name\":\"a\" | (line 1, column"
            })
    void shouldSayWhatWasExpectedAndWhere(String answer, String said) {
        assertThat(Plans.read(answer)).isInstanceOfSatisfying(Plans.Read.Bad.class, bad -> assertThat(bad.message())
                .startsWith("The answer should be a plan, {\"tasks\":[")
                .contains(said));
    }

    private static Plan plan(String answer) {
        return switch (Plans.read(answer)) {
            case Plans.Read.Good(Plan plan) -> plan;
            case Plans.Read.Bad(String message) -> throw new AssertionError(message);
        };
    }
}
