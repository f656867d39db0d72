package dev.penstock.ingest.tasks;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some of a tenant's tasks, newest first. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskPage(
        List<TaskView> tasks,

        @Schema(
                description = "Give it as 'before' to get the tasks that follow; absent on the last page",
                example = "1767225600000000_0f3b1c52-6f0e-8a4e-9b1d-3f5a7c9e1b2d")
        @Nullable
        String next) {
    public TaskPage {
        tasks = List.copyOf(tasks);
    }
}
