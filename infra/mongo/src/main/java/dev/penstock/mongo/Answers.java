package dev.penstock.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** What the driver publishes, for those who wait for it. For answers that are bounded by what was asked. */
public final class Answers {
    private Answers() {}

    /** All of it, once it is complete. */
    public static <T> CompletableFuture<List<T>> all(Publisher<T> published) {
        CompletableFuture<List<T>> answer = new CompletableFuture<>();
        List<T> items = new ArrayList<>();
        published.subscribe(new Subscriber<>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(T item) {
                items.add(item);
            }

            @Override
            public void onError(Throwable failure) {
                answer.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                answer.complete(items);
            }
        });
        return answer;
    }

    /** Waits for all of it; throws what the driver threw. The driver's own limits bound the wait. */
    public static <T> List<T> await(Publisher<T> published) {
        return join(all(published));
    }

    /** As {@link CompletableFuture#join}, but throws what the driver threw. */
    public static <T> T join(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
