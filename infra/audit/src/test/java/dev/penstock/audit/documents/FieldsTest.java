package dev.penstock.audit.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.ShortText;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FieldsTest {
    private static String differences(Map<String, @Nullable Object> expected, Map<String, @Nullable Object> found) {
        return Fields.differences(Fields.of(expected), Fields.of(found));
    }

    @Test
    void shouldTakeNumbersOfAnyWholeTypeAlike() {
        assertThat(differences(Map.of("n", 1, "_id", 7L), Map.of("n", 1L, "_id", 7)))
                .isEmpty();
        assertThat(Fields.id(Map.of("_id", 7))).isEqualTo(7L);
        assertThat(differences(Map.of("n", 1), Map.of("n", 1.0))).isEqualTo("n is 1.0, not 1");
        assertThat(differences(Map.of("n", 1), Map.of("n", "1"))).isEqualTo("n is '1', not 1");
    }

    @Test
    void shouldNameEachFieldThatDiffers() {
        Map<String, @Nullable Object> nothing = new HashMap<>();
        nothing.put("gone", null);
        assertThat(differences(
                        Map.of("at", new Date(0), "b", new byte[] {1}, "list", List.of(Map.of("x", 1), "y")),
                        Map.of("at", new Date(1), "b", new byte[] {2}, "list", List.of(Map.of("x", 2), "y", "z"))))
                .isEqualTo("at is 1970-01-01T00:00:00.001Z, not 1970-01-01T00:00:00Z, b is 0x02, not 0x01,"
                        + " list[0].x is 2, not 1, list[2] is 'z', not absent");
        assertThat(differences(Map.of(), nothing)).isEqualTo("gone is null, not absent");
    }

    @Test
    void shouldTellEmptyFromAbsentAndNestedFromDotted() {
        assertThat(differences(Map.of("body", Map.of()), Map.of())).isEqualTo("body is absent, not {}");
        assertThat(differences(Map.of("list", List.of()), Map.of("list", Map.of())))
                .isEqualTo("list is {}, not []");
        assertThat(differences(Map.of("a", Map.of("b", 1)), Map.of("a.b", 1))).isNotEmpty();
        assertThat(differences(Map.of("a", List.of(1)), Map.of("a[0]", 1))).isNotEmpty();
    }

    @Test
    void shouldCompareLongTextsToTheLastCharacterThoughItShowsTheirBeginning() {
        String text = "x".repeat(2 * ShortText.WHOLE);

        assertThat(differences(Map.of("t", text + "a"), Map.of("t", text + "b")))
                .startsWith("t is 'xxx")
                .hasSizeLessThan(3 * ShortText.WHOLE);
        assertThat(differences(Map.of("t", text + "\0"), Map.of("t", text + "\uFFFD")))
                .isNotEmpty();
    }
}
