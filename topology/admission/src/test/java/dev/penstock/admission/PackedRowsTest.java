package dev.penstock.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PackedRowsTest {
    private static final int STEPS = 50_000;
    private static final int KEYS = 3_000;

    /** Beyond a page, so that rows of pages of their own come too. */
    private static final int LONGEST = 200_000;

    private final PackedRows rows = new PackedRows();
    private final Map<String, byte[]> model = new HashMap<>();
    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void shouldHoldWhatAMapWouldThroughAnyChanges() {
        for (int step = 0; step < STEPS; step++) {
            change(rows, model);
            byte[] key = key(random.nextInt(KEYS));
            assertThat(rows.get(key)).as("step %d", step).isEqualTo(model.get(text(key)));
        }
        assertThat(texts(rows)).isEqualTo(texts(model));
    }

    /** Numbers that rise by one, as payloads' places do, once had a few thousand hashes among a million of them. */
    @Test
    void shouldFindNumbersAtOnceAndOtherKeysInAFewSteps() {
        int count = 200_000;
        for (int i = 0; i < count; i++) {
            rows.put(number(i), new byte[0]);
            rows.put(name(i), new byte[0]);
        }
        long steps = 0;
        for (int i = 0; i < count; i++) {
            steps += rows.steps(number(i)) + rows.steps(name(i));
        }

        assertThat(steps / (2.0 * count)).isLessThan(3);
    }

    private static byte[] number(int i) {
        return ByteBuffer.allocate(Long.BYTES).putLong(i).array();
    }

    private static byte[] name(int i) {
        return ("tenant-" + i).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void shouldShareNoLaterChangeWithACopy() {
        for (int step = 0; step < STEPS / 10; step++) {
            change(rows, model);
        }
        PackedRows copy = rows.copy();
        Map<String, byte[]> copied = new HashMap<>(model);
        for (int step = 0; step < STEPS / 10; step++) {
            change(rows, model);
            change(copy, copied);
        }
        assertThat(texts(rows)).isEqualTo(texts(model));
        assertThat(texts(copy)).isEqualTo(texts(copied));
    }

    @Test
    void shouldTakeARowOfAPageOfItsOwnFirst() {
        rows.put(key(1), new byte[LONGEST]);
        rows.put(key(2), new byte[] {2});
        assertThat(rows.get(key(1))).hasSize(LONGEST);
        rows.delete(key(1));
        rows.put(key(3), new byte[LONGEST - 1]);
        assertThat(rows.get(key(1))).isNull();
        assertThat(rows.get(key(2))).containsExactly(2);
        assertThat(rows.get(key(3))).hasSize(LONGEST - 1);
    }

    @Test
    void shouldDoSeveralAtOnceAsOneAfterTheOther() {
        for (int step = 0; step < STEPS / 100; step++) {
            List<byte[]> keys = new ArrayList<>();
            List<byte @Nullable []> values = new ArrayList<>();
            for (int i = random.nextInt(200); i > 0; i--) {
                byte[] key = key(random.nextInt(KEYS));
                byte[] value = random.nextInt(3) == 0 ? null : new byte[] {(byte) step, (byte) i};
                keys.add(key);
                values.add(value);
                model.compute(text(key), (k, before) -> value);
            }
            rows.changeAll(keys, values);
            List<byte @Nullable []> found = rows.getAll(keys);
            for (int i = 0; i < keys.size(); i++) {
                assertThat(found.get(i)).as("step %d", step).isEqualTo(model.get(text(keys.get(i))));
            }
        }
        assertThat(texts(rows)).isEqualTo(texts(model));
    }

    @Test
    void shouldGiveBackMostOfWhatMostRowsLeave() {
        for (int i = 0; i < STEPS; i++) {
            rows.put(key(i), new byte[1_000]);
        }
        long full = rows.bytes();
        for (int i = 0; i < STEPS; i++) {
            if (i % 10 == 0) {
                model.put(text(key(i)), new byte[1_000]);
            } else {
                rows.delete(key(i));
            }
        }
        assertThat(rows.bytes()).isLessThan(full / 3);
        assertThat(texts(rows)).isEqualTo(texts(model));
    }

    private void change(PackedRows changed, Map<String, byte[]> alike) {
        byte[] key = key(random.nextInt(KEYS));
        if (random.nextInt(3) == 0) {
            changed.delete(key);
            alike.remove(text(key));
        } else {
            byte[] value = new byte[length()];
            random.nextBytes(value);
            changed.put(key, value);
            alike.put(text(key), value);
        }
    }

    /** Short ones mostly, of few lengths, so that places are taken again; now and then a long one. */
    private int length() {
        return random.nextInt(1_000) == 0 ? random.nextInt(LONGEST) : random.nextInt(100);
    }

    /** Numbers close to each other, so that hashes are, too. */
    private static byte[] key(int number) {
        return ByteBuffer.allocate(4 + number % 5).putInt(number).array();
    }

    private static String text(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static Map<String, String> texts(PackedRows rows) {
        Map<String, String> texts = new HashMap<>();
        rows.forEach((key, value) ->
                assertThat(texts.put(text(key), text(value))).as(text(key)).isNull());
        return texts;
    }

    private static Map<String, String> texts(Map<String, byte[]> model) {
        Map<String, String> texts = new HashMap<>();
        model.forEach((key, value) -> texts.put(key, text(value)));
        return texts;
    }
}
