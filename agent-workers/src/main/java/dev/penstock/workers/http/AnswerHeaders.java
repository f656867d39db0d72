package dev.penstock.workers.http;

import java.util.List;
import java.util.function.Function;

/** The headers of an answer, whichever client read them. */
@FunctionalInterface
public interface AnswerHeaders {
    AnswerHeaders NONE = name -> "";

    /** The first value, stripped; empty where there is none. Names are in lower case. */
    String first(String name);

    static AnswerHeaders of(Function<String, List<String>> values) {
        return name -> {
            List<String> all = values.apply(name);
            return all.isEmpty() ? "" : all.getFirst().strip();
        };
    }
}
