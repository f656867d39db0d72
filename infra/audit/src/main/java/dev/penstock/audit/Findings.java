package dev.penstock.audit;

import java.util.ArrayList;
import java.util.List;

/** Violations of one invariant: all counted, the first of them kept. */
public final class Findings {
    private final int limit;
    private final List<Violation> kept = new ArrayList<>();
    private long count;

    public Findings(int limit) {
        this.limit = limit;
    }

    public void add(Violation violation) {
        count++;
        if (kept.size() < limit) {
            kept.add(violation);
        }
    }

    void addAll(Findings others) {
        others.kept.forEach(this::add);
        count += others.count - others.kept.size();
    }

    void at(LogEvent where, String explanation) {
        add(new Violation(where.tenant(), where.taskId(), where.partition(), where.offset(), explanation));
    }

    void atEnd(TenantView tenant, String task, String explanation) {
        add(new Violation(tenant.name, task, tenant.partition, -1, explanation));
    }

    public long count() {
        return count;
    }

    public List<Violation> kept() {
        return kept;
    }
}
