package dev.penstock.admission;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One task of a {@link Plan}.
 *
 * @param name what the plan calls it, unique in the plan
 * @param taskId derived from the planner's task and the name
 * @param after names of the plan's tasks whose results it needs
 * @param maxAttempts 0 means {@link Policy#defaultMaxAttempts()}
 * @param payload as for {@link Command.Submit}
 */
public record PlannedTask(
        String name,
        UUID taskId,
        String role,
        Tier tier,
        List<String> after,
        int maxAttempts,
        Map<String, String> labels,
        Digest digest,
        byte[] payload,
        TaskOptions options) {
    public PlannedTask {
        after = List.copyOf(after);
    }
}
