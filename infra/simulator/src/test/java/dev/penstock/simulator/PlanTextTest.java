package dev.penstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PlanTextTest {
    private static final String GOAL = "Sell 200 starter kits by May.";

    @Test
    void shouldPlanTasksThatEachBuildOnEarlierOnes() throws Exception {
        for (String goal : IntStream.range(0, 40).mapToObj(i -> GOAL + i).toList()) {
            List<JsonNode> tasks = tasks(goal);
            assertThat(tasks).hasSizeBetween(4, 6);
            Set<String> earlier = new HashSet<>();
            for (JsonNode task : tasks) {
                task.path("after").forEach(name -> assertThat(earlier).contains(name.asString()));
                assertThat(earlier.add(task.path("name").asString())).isTrue();
                assertThat(task.path("role").asString()).isIn("copywriter", "seo-specialist");
                assertThat(task.path("input").asString()).contains(goal);
            }
            assertThat(tasks(goal)).isEqualTo(tasks);
        }
    }

    @Test
    void shouldKeepToTheRolesThatTheGoalNames() throws Exception {
        assertThat(tasks(GOAL + " Roles: data-analyst, social-media-manager."))
                .extracting(task -> task.path("role").asString())
                .contains("data-analyst", "social-media-manager")
                .doesNotContain("copywriter", "seo-specialist");
    }

    @Test
    void shouldPlanBadlyOnDemand() throws Exception {
        JsonNode first = tasks(GOAL + " [[sim:plan=cycle]]").getFirst();
        assertThat(first.path("after")).isNotEmpty();
        assertThat(tasks(GOAL + " [[sim:plan=hang]]"))
                .allSatisfy(task -> assertThat(task.path("input").asString()).endsWith("[[sim:hang]]"));
        assertThat(tasks(GOAL + " [[sim:plan=none]]")).isEmpty();
        assertThat(write(GOAL + " [[sim:plan=prose]]")).doesNotContain("{");
        assertThatThrownBy(() -> write(GOAL + " [[sim:plan=crooked]]")).isInstanceOf(ApiError.class);
    }

    private static String write(String text) throws ApiError {
        return PlanText.write(text, Directive.in(text));
    }

    private static List<JsonNode> tasks(String text) throws ApiError {
        String json = write(text).replace("```json", "").replace("```", "");
        List<JsonNode> tasks = new ArrayList<>();
        JsonMapper.shared().readTree(json).path("tasks").forEach(tasks::add);
        return tasks;
    }
}
