package dev.penstock.ingest.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
    @Test
    void shouldIssueKeysThatParseBackToTheirRow() {
        // when
        ApiKeys.Issued issued = ApiKeys.issue("acme", Set.of(Scope.TASKS_READ), null, "reports");

        // then
        assertThat(issued.plaintext()).matches("pk_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}");
        assertThat(ApiKeys.keyId(issued.plaintext())).contains(issued.row().keyId());
        assertThat(issued.row().secretHash()).matches("[0-9a-f]{64}");
        assertThat(issued.row().tenant()).isEqualTo("acme");
        assertThat(issued.row().scopes()).containsExactly(Scope.TASKS_READ);
    }

    @Test
    void shouldKeepNothingOfTheSecretInTheRow() {
        // given
        ApiKeys.Issued issued = ApiKeys.issue("acme", Scope.all(), null, "");
        KeyText key = KeyText.parse(issued.plaintext()).orElseThrow();

        // then
        assertThat(issued.row().toString()).doesNotContain(key.secret());
        assertThat(key.toString()).doesNotContain(key.secret());
        assertThat(issued.row().secretHash()).isEqualTo(ApiKeys.hash(key.secret()));
    }

    @Test
    void shouldNoticeEveryMistypedCharacter() {
        String text = ApiKeys.issue("acme", Scope.all(), null, "").plaintext();
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'x' ? 'y' : 'x';
            assertThat(ApiKeys.keyId(text.substring(0, i) + other + text.substring(i + 1)))
                    .as("position %d", i)
                    .isEmpty();
        }
        assertThat(ApiKeys.keyId(text + "0")).isEmpty();
        assertThat(ApiKeys.keyId("")).isEmpty();
    }

    @Test
    void shouldDrawAnotherKeyEachTime() {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            keys.add(ApiKeys.issue("acme", Scope.all(), null, "").plaintext());
        }
        assertThat(keys).hasSize(500);
    }
}
