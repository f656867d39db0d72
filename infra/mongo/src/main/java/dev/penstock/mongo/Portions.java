package dev.penstock.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** What the driver publishes, a portion at a time: the next is asked for once the last was taken, so no more than one is in memory. */
final class Portions<T> implements Subscriber<T> {
    private sealed interface Signal<T> {
        record Begun<T>(Subscription subscription) implements Signal<T> {}

        record Next<T>(T item) implements Signal<T> {}

        record Failed<T>(Throwable failure) implements Signal<T> {}

        record Complete<T>() implements Signal<T> {}
    }

    private final BlockingQueue<Signal<T>> signals = new LinkedBlockingQueue<>();

    private Portions() {}

    /** Hands all of it to {@code sink}, in the calling thread; throws what the driver threw. The driver's own limits bound the wait. */
    static <T> void each(Publisher<T> published, int portion, Consumer<List<T>> sink) {
        Portions<T> portions = new Portions<>();
        published.subscribe(portions);
        portions.take(portion, sink);
    }

    private void take(int portion, Consumer<List<T>> sink) {
        @Nullable Subscription subscription = null;
        List<T> items = new ArrayList<>(portion);
        boolean complete = false;
        try {
            while (!complete) {
                switch (signals.take()) {
                    case Signal.Begun<T> begun -> {
                        subscription = begun.subscription();
                        subscription.request(portion);
                    }
                    case Signal.Next<T> next -> {
                        items.add(next.item());
                        if (items.size() == portion && subscription != null) {
                            sink.accept(items);
                            items = new ArrayList<>(portion);
                            subscription.request(portion);
                        }
                    }
                    case Signal.Failed<T> failed -> throw unchecked(failed.failure());
                    case Signal.Complete<T> end -> complete = true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading from MongoDB", e);
        } finally {
            if (!complete && subscription != null) {
                subscription.cancel();
            }
        }
        if (!items.isEmpty()) {
            sink.accept(items);
        }
    }

    private static RuntimeException unchecked(Throwable failure) {
        return failure instanceof RuntimeException known ? known : new IllegalStateException(failure);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        signals.add(new Signal.Begun<>(subscription));
    }

    @Override
    public void onNext(T item) {
        signals.add(new Signal.Next<>(item));
    }

    @Override
    public void onError(Throwable failure) {
        signals.add(new Signal.Failed<>(failure));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal.Complete<>());
    }
}
