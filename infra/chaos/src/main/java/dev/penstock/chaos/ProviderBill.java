package dev.penstock.chaos;

import dev.penstock.schemas.v1.LlmCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the provider billed against what the workers recorded, by task and attempt. A call that both sides saw to its end must agree to the
 * token. Where one side was killed or cut off, nobody can say what the other counts: those are summed up apart.
 *
 * @param calls calls that the provider saw
 * @param billedTokens of those, in and out
 * @param recordedTokens of the finished calls on record
 * @param exactCalls calls that both sides saw to their end
 * @param exactTokens of those
 * @param unrecorded calls at the provider without a record of their start
 * @param differing attempts whose calls both sides saw to their end, with other figures
 * @param findings the first of those, in words
 */
public record ProviderBill(
        long calls,
        long billedTokens,
        long recordedTokens,
        long exactCalls,
        long exactTokens,
        long unrecorded,
        long differing,
        List<String> findings) {
    private static final int MAX_FINDINGS = 20;

    public ProviderBill {
        findings = List.copyOf(findings);
    }

    public boolean holds() {
        return unrecorded == 0 && differing == 0;
    }

    /** A call in the provider's journal. */
    record Billed(String tenant, String task, int attempt, long input, long output, boolean whole) {}

    private record Attempt(String tenant, String task, int number) {}

    /** One side's calls of an attempt. */
    private static final class Side {
        int calls;
        int whole;
        long input;
        long output;

        void add(boolean seenToItsEnd, long in, long out) {
            calls++;
            whole += seenToItsEnd ? 1 : 0;
            input += in;
            output += out;
        }
    }

    /** @param recorded every record of {@code penstock.llm-calls} */
    static ProviderBill of(List<Billed> billed, List<LlmCall> recorded) {
        Map<Attempt, Side> provider = new HashMap<>();
        for (Billed call : billed) {
            provider.computeIfAbsent(new Attempt(call.tenant(), call.task(), call.attempt()), a -> new Side())
                    .add(call.whole(), call.input(), call.output());
        }
        Map<Attempt, Side> workers = new HashMap<>();
        latest(recorded).forEach(call -> {
            var usage = call.getFinished().getUsage();
            workers.computeIfAbsent(new Attempt(call.getTenant(), call.getTaskId(), call.getAttempt()), a -> new Side())
                    .add(call.getFinished().getStatus().equals("ok"), usage.getInputTokens(), usage.getOutputTokens());
        });
        return compare(provider, workers);
    }

    private static ProviderBill compare(Map<Attempt, Side> provider, Map<Attempt, Side> workers) {
        long unrecorded = 0;
        long differing = 0;
        long exactCalls = 0;
        long exactTokens = 0;
        List<String> findings = new ArrayList<>();
        for (var entry : provider.entrySet()) {
            Side billed = entry.getValue();
            Side recorded = workers.getOrDefault(entry.getKey(), new Side());
            boolean exact =
                    billed.calls == recorded.calls && billed.whole == billed.calls && recorded.whole == recorded.calls;
            String finding = "";
            if (billed.calls > recorded.calls) {
                unrecorded += billed.calls - recorded.calls;
                finding = "%d calls at the provider, %d on record".formatted(billed.calls, recorded.calls);
            } else if (exact && (billed.input != recorded.input || billed.output != recorded.output)) {
                differing++;
                finding = "%d + %d tokens billed, %d + %d on record"
                        .formatted(billed.input, billed.output, recorded.input, recorded.output);
            } else if (exact) {
                exactCalls += billed.calls;
                exactTokens += billed.input + billed.output;
            }
            if (!finding.isEmpty() && findings.size() < MAX_FINDINGS) {
                findings.add(entry.getKey() + ": " + finding);
            }
        }
        return new ProviderBill(
                provider.values().stream().mapToLong(side -> side.calls).sum(),
                tokens(provider),
                tokens(workers),
                exactCalls,
                exactTokens,
                unrecorded,
                differing,
                findings);
    }

    private static long tokens(Map<Attempt, Side> side) {
        return side.values().stream().mapToLong(s -> s.input + s.output).sum();
    }

    /** A call's last word: its end where there is one. */
    private static Iterable<LlmCall> latest(List<LlmCall> records) {
        Map<String, LlmCall> calls = new HashMap<>();
        records.forEach(call -> calls.merge(call.getCallId(), call, (a, b) -> b.hasFinished() ? b : a));
        return calls.values();
    }

    /** The whole journal of a provider simulator. */
    static List<Billed> read(String simulatorUrl) throws IOException, InterruptedException {
        try (ProviderDesk desk = new ProviderDesk(simulatorUrl)) {
            return desk.calls().stream().map(ProviderCall::billed).toList();
        }
    }
}
