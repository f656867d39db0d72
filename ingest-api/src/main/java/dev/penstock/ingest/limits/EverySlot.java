package dev.penstock.ingest.limits;

import dev.penstock.ingest.why.EngineQueries.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;

/** Asks every slot of the engine the same, all at once. */
final class EverySlot {
    private EverySlot() {}

    /** The answers of those that could tell, in order of slots. */
    static <T> List<T> ask(int slots, IntFunction<Reply<T>> question) {
        List<T> answers = new ArrayList<>(slots);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Reply<T>>> asked = new ArrayList<>(slots);
            for (int slot = 0; slot < slots; slot++) {
                int one = slot;
                asked.add(CompletableFuture.supplyAsync(() -> question.apply(one), threads));
            }
            for (CompletableFuture<Reply<T>> reply : asked) {
                if (reply.join() instanceof Reply.Found(T answer)) {
                    answers.add(answer);
                }
            }
        }
        return answers;
    }
}
