package dev.penstock.audit;

import com.google.protobuf.ByteString;
import dev.penstock.schemas.v1.Source;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** What became of each intake offset by the events and dead letters that name it: 17 bytes for each offset of a stretch that any names. */
final class IntakeBook {
    static final int ACCEPTED = 1;
    static final int REJECTED = 2;
    static final int DUPLICATE = 4;
    static final int CONFLICT = 8;
    static final int DEAD_LETTER = 16;
    static final int OUTCOMES = 31;

    /** The record itself was read. */
    static final int SEEN = 32;

    private static final int PAGE = 1_024;
    private static final long PRIME = 0x100000001b3L;

    private record Stretch(String topic, int partition, long number) {}

    private static final class Page {
        final byte[] marks = new byte[PAGE];

        /** Of the task that the outcome names. */
        final long[] task = new long[PAGE];

        /** Of the request that this task was accepted with, 0 where that is not known. */
        final long[] body = new long[PAGE];
    }

    /** Visits offsets of which outcomes are known. */
    interface Visitor {
        void visit(String topic, int partition, long offset, int marks);
    }

    private final Map<Stretch, Page> pages = new HashMap<>();

    /** Marks of an offset, 0 for one that nothing is known of. */
    int marks(String topic, int partition, long offset) {
        Page page = pages.get(stretch(topic, partition, offset));
        return page == null ? 0 : page.marks[place(offset)];
    }

    long task(String topic, int partition, long offset) {
        Page page = pages.get(stretch(topic, partition, offset));
        return page == null ? 0 : page.task[place(offset)];
    }

    long body(String topic, int partition, long offset) {
        Page page = pages.get(stretch(topic, partition, offset));
        return page == null ? 0 : page.body[place(offset)];
    }

    void mark(String topic, int partition, long offset, int mark) {
        page(topic, partition, offset).marks[place(offset)] |= (byte) mark;
    }

    /** An outcome; what was first told of the task stands. */
    void outcome(Source source, int mark, long task, long body) {
        Page page = page(source.getTopic(), source.getPartition(), source.getOffset());
        int place = place(source.getOffset());
        page.marks[place] |= (byte) mark;
        page.task[place] = page.task[place] == 0 ? task : page.task[place];
        page.body[place] = page.body[place] == 0 ? body : page.body[place];
    }

    void visit(Visitor visitor) {
        pages.forEach((stretch, page) -> {
            for (int i = 0; i < PAGE; i++) {
                if (page.marks[i] != 0) {
                    visitor.visit(stretch.topic(), stretch.partition(), stretch.number() * PAGE + i, page.marks[i]);
                }
            }
        });
    }

    /** A number that stands for a tenant's task; never 0. */
    static long fingerprint(String tenant, String task) {
        long hash = 0xcbf29ce484222325L;
        String text = tenant + "/" + task;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return hash == 0 ? 1 : hash;
    }

    /** The first bytes of a request's hash; 0 when there is none. */
    static long fingerprint(ByteString requestHash) {
        if (requestHash.size() < Long.BYTES) {
            return 0;
        }
        return ByteBuffer.wrap(requestHash.substring(0, Long.BYTES).toByteArray())
                .getLong();
    }

    private Page page(String topic, int partition, long offset) {
        return pages.computeIfAbsent(stretch(topic, partition, offset), s -> new Page());
    }

    private static Stretch stretch(String topic, int partition, long offset) {
        return new Stretch(topic, partition, offset / PAGE);
    }

    private static int place(long offset) {
        return (int) (offset % PAGE);
    }
}
