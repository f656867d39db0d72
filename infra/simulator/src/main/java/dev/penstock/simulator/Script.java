package dev.penstock.simulator;

import dev.penstock.simulator.webhook.CallbackKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Decides what happens to each call: by the directives of its text first, then by the rules. */
final class Script {
    /** Tasks whose directives' counts are kept; the eldest is forgotten first. */
    static final int MAX_COUNTED = 200_000;

    private final long seed;
    private final LongSupplier nanos;
    private final Behaviour initial;
    private final Map<String, Integer> uses = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MAX_COUNTED;
        }
    };
    private Behaviour behaviour;
    private int[] hits;
    private long draws;
    private long setAtNanos;

    /** @param nanos a monotonic clock */
    Script(long seed, Behaviour initial, LongSupplier nanos) {
        this.seed = seed;
        this.nanos = nanos;
        this.setAtNanos = nanos.getAsLong();
        this.initial = initial;
        this.behaviour = initial;
        this.hits = new int[initial.rules().size()];
    }

    /**
     * What happens to a call.
     *
     * @param fault what goes wrong; null for nothing
     * @param callback how a runtime tells of the task's end
     * @param progress calls in which it tells before how far it is
     * @param patienceSeconds how long it says that it may be silent; 0 as ever
     */
    record Fate(
            @Nullable Fault fault,
            @Nullable Integer retryAfterSeconds,
            Latency.Pace pace,
            CallbackKind callback,
            int progress,
            int patienceSeconds) {}

    synchronized Behaviour behaviour() {
        return behaviour;
    }

    /** Replaces latency and rules; rules count anew. */
    synchronized void replace(Behaviour next) {
        behaviour = next;
        hits = new int[next.rules().size()];
        setAtNanos = nanos.getAsLong();
    }

    /** Back to how it started. */
    synchronized void reset() {
        replace(initial);
        uses.clear();
        draws = 0;
    }

    synchronized Fate decide(Caller caller, String provider, ModelRequest request, int outputTokens) {
        FaultRule rule = ruleFor(caller, provider, request.model());
        Latency latency = rule == null || rule.latency() == null ? behaviour.latency() : rule.latency();
        long what = request.userText().hashCode() * 31L + caller.attempt();
        Latency.Pace pace = latency.pace(outputTokens, draw(what), draw(~what));
        @Nullable Directive faulty = null;
        @Nullable CallbackKind callback = rule == null ? null : rule.callback();
        int progress = 0;
        int patience = 0;
        for (Directive directive : live(caller, request)) {
            if (directive.totalNanos() >= 0) {
                pace = Latency.Pace.ofTotal(directive.totalNanos());
            }
            if (faulty == null && directive.fault() != null) {
                faulty = directive;
            }
            callback = directive.callback() == null ? callback : directive.callback();
            progress = Math.max(progress, directive.progress());
            patience = Math.max(patience, directive.patienceSeconds());
        }
        CallbackKind kind = callback == null ? CallbackKind.ONCE : callback;
        if (faulty != null) {
            return new Fate(faulty.fault(), faulty.retryAfterSeconds(), pace, kind, progress, patience);
        }
        return rule == null
                ? new Fate(null, null, pace, kind, progress, patience)
                : new Fate(rule.fault(), rule.retryAfterSeconds(), pace, kind, progress, patience);
    }

    private @Nullable FaultRule ruleFor(Caller caller, String provider, String model) {
        double seconds = (nanos.getAsLong() - setAtNanos) / 1e9;
        for (int i = 0; i < behaviour.rules().size(); i++) {
            FaultRule rule = behaviour.rules().get(i);
            if (rule.matches(caller, provider, model, seconds) && hit(rule, i)) {
                return rule;
            }
        }
        return null;
    }

    /** The directives that still hold; only the first fault of the call is spent, latencies always. */
    private List<Directive> live(Caller caller, ModelRequest request) {
        List<Directive> live = new ArrayList<>();
        String subject = caller.task().isEmpty()
                ? "text " + Long.toHexString(hash(request.userText()))
                : "task " + caller.task();
        boolean faulty = false;
        for (int i = 0; i < request.directives().size(); i++) {
            Directive directive = request.directives().get(i);
            if (directive.fault() != null && faulty) {
                continue;
            }
            String key = subject + "#" + i;
            if (directive.times() == Integer.MAX_VALUE || uses.merge(key, 1, Integer::sum) <= directive.times()) {
                live.add(directive);
                faulty |= directive.fault() != null;
            }
        }
        return live;
    }

    private boolean hit(FaultRule rule, int index) {
        Integer count = rule.count();
        Double probability = rule.probability();
        if (count != null && hits[index] >= count) {
            return false;
        }
        if (probability != null && draw(++draws) >= probability) {
            return false;
        }
        hits[index]++;
        return true;
    }

    /** A number in [0, 1) that follows from the seed and {@code what}. */
    private double draw(long what) {
        long x = mix(seed * 0x9E37_79B9_7F4A_7C15L + what);
        return (x >>> 11) * 0x1.0p-53;
    }

    static long mix(long x) {
        long z = x + 0x9E37_79B9_7F4A_7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }

    /** A stable 64-bit hash of text. */
    static long hash(String... parts) {
        long h = 1;
        for (String part : parts) {
            h = mix(h + Arrays.hashCode(part.toCharArray()) + part.length());
        }
        return h;
    }
}
