package dev.penstock.workers.http;

import dev.penstock.workers.adapter.CallOrigin;
import java.util.Map;

/** Headers that say which attempt a call is for. For a provider that is ours, such as the simulator: a vendor has no need to know. */
public final class TraceHeaders {
    private TraceHeaders() {}

    public static Map<String, String> of(CallOrigin origin) {
        return Map.of(
                "x-penstock-tenant", origin.tenant(),
                "x-penstock-role", origin.role(),
                "x-penstock-task", origin.taskId(),
                "x-penstock-attempt", Integer.toString(origin.attempt()));
    }
}
