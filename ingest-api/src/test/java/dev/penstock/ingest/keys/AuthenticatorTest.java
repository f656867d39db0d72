package dev.penstock.ingest.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.embedded.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Map<String, ApiKey> table = new ConcurrentHashMap<>();
    private final AtomicInteger lookups = new AtomicInteger();
    private final AtomicLong millis = new AtomicLong();
    private volatile boolean away;
    private final Authenticator authenticator =
            new Authenticator(this::find, () -> START.plusMillis(millis.get()), millis::get);

    @Test
    void shouldNameTheHolderOfAKey() {
        ApiKeys.Issued key = stored(null);
        assertThat(authenticator.authenticate(key.plaintext()))
                .contains(new Caller("acme", key.row().keyId(), Scope.all(), ""));
    }

    @Test
    void shouldRefuseAnUnknownKeyAndAWrongSecret() {
        // given
        ApiKeys.Issued stored = stored(null);
        String stranger = ApiKeys.issue("acme", Scope.all(), null, "").plaintext();
        String guessed = new KeyText(stored.row().keyId(), "0".repeat(KeyText.SECRET_CHARS)).text();

        // then
        assertThat(authenticator.authenticate(stranger)).isEmpty();
        assertThat(authenticator.authenticate(guessed)).isEmpty();
        assertThat(authenticator.authenticate("pk_nonsense")).isEmpty();
    }

    @Test
    void shouldNotAskTheTableForWhatIsNoKey() {
        authenticator.authenticate("pk_abcdefabcdef_00000000000000000000000000000000000000");
        assertThat(lookups).hasValue(0);
    }

    @Test
    void shouldRefuseAnExpiredKeyEvenWhenItIsRemembered() {
        // given
        ApiKeys.Issued key = stored(START.plusSeconds(1));
        assertThat(authenticator.authenticate(key.plaintext())).isPresent();

        // when
        millis.set(1_000);

        // then
        assertThat(authenticator.authenticate(key.plaintext())).isEmpty();
    }

    @Test
    void shouldAskTheTableOnceForManyRequestsOfAMoment() {
        ApiKeys.Issued key = stored(null);
        for (int i = 0; i < 100; i++) {
            authenticator.authenticate(key.plaintext());
        }
        assertThat(lookups).hasValue(1);
    }

    @Test
    void shouldNoticeARevocationWithinFiveSecondsWithoutAsking() {
        // given
        ApiKeys.Issued key = stored(null);
        authenticator.authenticate(key.plaintext());

        // when
        revoke(key);
        millis.set(5_000);

        // then
        assertThat(authenticator.authenticate(key.plaintext())).isEmpty();
    }

    @Test
    void shouldLookAKeyUpAgainBesideTheRequestsThatUseIt() {
        // given
        ApiKeys.Issued key = stored(null);
        authenticator.authenticate(key.plaintext());
        revoke(key);

        // when
        millis.set(Authenticator.REFRESH_AGE.toMillis());
        authenticator.authenticate(key.plaintext());

        // then
        Await.until("the revocation to be seen", LIMIT, () -> authenticator
                .authenticate(key.plaintext())
                .isEmpty());
        assertThat(authenticator.stillActive(new Caller("acme", key.row().keyId(), Scope.all(), "")))
                .isFalse();
    }

    @Test
    void shouldBelieveNoKeyForLongWhileTheTableIsAway() {
        // given
        ApiKeys.Issued key = stored(null);
        authenticator.authenticate(key.plaintext());
        away = true;

        // when
        millis.set(3_000);
        assertThat(authenticator.authenticate(key.plaintext())).isPresent();
        millis.set(4_500);

        // then
        assertThatThrownBy(() -> authenticator.authenticate(key.plaintext())).hasMessage("away");
        away = false;
        assertThat(authenticator.authenticate(key.plaintext())).isPresent();
    }

    @Test
    void shouldStayBoundedWhateverKeyIdsAreTried() {
        for (int i = 0; i < Authenticator.MAX_ENTRIES + 10; i++) {
            String id = String.format("%012d", i);
            assertThat(authenticator.authenticate(new KeyText(id, "0".repeat(KeyText.SECRET_CHARS)).text()))
                    .isEmpty();
        }
        assertThat(authenticator.remembered()).isLessThanOrEqualTo(Authenticator.MAX_ENTRIES);
    }

    private ApiKeys.Issued stored(Instant expiresAt) {
        ApiKeys.Issued key = ApiKeys.issue("acme", Scope.all(), expiresAt, "");
        table.put(key.row().keyId(), key.row());
        return key;
    }

    private void revoke(ApiKeys.Issued key) {
        ApiKey row = key.row();
        table.put(
                row.keyId(),
                new ApiKey(
                        row.keyId(),
                        row.tenant(),
                        row.secretHash(),
                        row.scopes(),
                        row.createdAt(),
                        row.expiresAt(),
                        START,
                        row.description()));
    }

    private Optional<ApiKey> find(String keyId) {
        lookups.incrementAndGet();
        if (away) {
            throw new IllegalStateException("away");
        }
        return Optional.ofNullable(table.get(keyId));
    }
}
