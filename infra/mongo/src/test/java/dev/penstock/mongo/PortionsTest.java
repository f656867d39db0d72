package dev.penstock.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

class PortionsTest {
    /** Publishes numbers from 1, as many as are asked for, and then ends as it is told. */
    private static final class Numbers implements Publisher<Integer> {
        private final int last;
        private final @Nullable RuntimeException failure;
        int published;
        boolean cancelled;

        Numbers(int last, @Nullable RuntimeException failure) {
            this.last = last;
            this.failure = failure;
        }

        @Override
        public void subscribe(Subscriber<? super Integer> subscriber) {
            subscriber.onSubscribe(new Subscription() {
                @Override
                public void request(long n) {
                    for (long i = 0; i < n && published < last; i++) {
                        subscriber.onNext(++published);
                    }
                    if (published == last && failure != null) {
                        subscriber.onError(failure);
                    } else if (published == last) {
                        subscriber.onComplete();
                    }
                }

                @Override
                public void cancel() {
                    cancelled = true;
                }
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "3, 1", "4, 2", "6, 2", "7, 3"})
    void shouldHandOverAllOfItAPortionAtATime(int last, int portions) {
        List<Integer> all = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        Numbers numbers = new Numbers(last, null);

        Portions.each(numbers, 3, some -> {
            assertThat(numbers.published - all.size()).as("in memory").isLessThanOrEqualTo(3);
            all.addAll(some);
            sizes.add(some.size());
        });

        assertThat(all).hasSize(last).doesNotHaveDuplicates().isSorted();
        assertThat(sizes).hasSize(portions);
    }

    @Test
    void shouldThrowWhatTheDriverThrew() {
        IllegalArgumentException failure = new IllegalArgumentException("no");

        assertThatThrownBy(() -> Portions.each(new Numbers(5, failure), 3, some -> {}))
                .isSameAs(failure);
    }

    @Test
    void shouldAskForNoMoreWhenTheTakerFails() {
        Numbers numbers = new Numbers(100, null);

        assertThatThrownBy(() -> Portions.each(numbers, 3, some -> {
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");

        assertThat(numbers.cancelled).isTrue();
        assertThat(numbers.published).isEqualTo(3);
    }
}
