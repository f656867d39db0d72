package dev.penstock.ingest.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells who holds a key. What it found is used for at most {@link #MAX_AGE}, so a revocation works within 5 s; from {@link #REFRESH_AGE} on it is
 * looked up again beside the request. When the store does not answer, a key whose age is over the limit is not believed.
 */
public final class Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger(Authenticator.class);

    static final Duration REFRESH_AGE = Duration.ofSeconds(2);
    static final Duration MAX_AGE = Duration.ofMillis(4_500);

    /** Entries kept; unknown key ids count too. */
    static final int MAX_ENTRIES = 20_000;

    /** Compared with when there is no key, so that an unknown key id takes as long as a wrong secret. */
    private static final String NO_HASH = "0".repeat(64);

    private final KeySource source;
    private final InstantSource clock;
    private final LongSupplier monotonicMillis;
    private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();
    private final Set<String> refreshing = ConcurrentHashMap.newKeySet();

    /**
     * Keys of {@code source}.
     *
     * @param clock for expiry dates
     * @param monotonicMillis for the age of what is remembered; steps of the wall clock must not make it younger
     */
    public Authenticator(KeySource source, InstantSource clock, LongSupplier monotonicMillis) {
        this.source = source;
        this.clock = clock;
        this.monotonicMillis = monotonicMillis;
    }

    private record Entry(CompletableFuture<Optional<ApiKey>> key, long sinceMillis) {}

    /**
     * The holder of {@code plaintext}; empty when it is no key, or one that is unknown, revoked or expired.
     *
     * @throws RuntimeException when the store cannot be asked
     */
    public Optional<Caller> authenticate(String plaintext) {
        Optional<KeyText> text = KeyText.parse(plaintext);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<ApiKey> key = find(text.get().keyId());
        String expected = key.map(ApiKey::secretHash).orElse(NO_HASH);
        boolean equal = MessageDigest.isEqual(
                bytes(expected), bytes(ApiKeys.hash(text.get().secret())));
        return key.filter(k -> equal && k.activeAt(clock.instant()))
                .map(k -> new Caller(k.tenant(), k.keyId(), k.scopes(), k.description()));
    }

    /** Whether a key that was good when a stream began still is, as of at most {@link #MAX_AGE} ago. */
    public boolean stillActive(Caller caller) {
        return find(caller.keyId()).filter(k -> k.activeAt(clock.instant())).isPresent();
    }

    /** How many key ids there is an answer for. */
    int remembered() {
        return entries.size();
    }

    private Optional<ApiKey> find(String keyId) {
        long now = monotonicMillis.getAsLong();
        Entry entry = entries.get(keyId);
        if (entry == null || now - entry.sinceMillis >= MAX_AGE.toMillis()) {
            return await(load(keyId, entry, now));
        }
        if (now - entry.sinceMillis >= REFRESH_AGE.toMillis() && entry.key.isDone()) {
            refresh(keyId, entry, now);
        }
        return await(entry);
    }

    /** Replaces {@code old} by an entry that this thread fills; whoever loses the race uses the winner's. */
    private Entry load(String keyId, @Nullable Entry old, long now) {
        trim(now);
        Entry mine = new Entry(new CompletableFuture<>(), now);
        boolean won = old == null ? entries.putIfAbsent(keyId, mine) == null : entries.replace(keyId, old, mine);
        if (!won) {
            Entry winner = entries.get(keyId);
            if (winner != null) {
                return winner;
            }
        }
        fill(keyId, mine);
        return mine;
    }

    /** Looks the key up beside the request; until that is done, or when it fails, the old answer serves for as long as it may. */
    private void refresh(String keyId, Entry old, long now) {
        if (refreshing.add(keyId)) {
            Thread.ofVirtual().name("api-key-refresh").start(() -> {
                try {
                    Entry next = new Entry(CompletableFuture.completedFuture(source.find(keyId)), now);
                    entries.replace(keyId, old, next);
                } catch (RuntimeException e) {
                    LOG.warn(
                            "Could not look up an API key again ({}); it is believed for {} at most",
                            e.toString(),
                            MAX_AGE);
                } finally {
                    refreshing.remove(keyId);
                }
            });
        }
    }

    private void fill(String keyId, Entry entry) {
        try {
            entry.key.complete(source.find(keyId));
        } catch (RuntimeException e) {
            entries.remove(keyId, entry);
            entry.key.completeExceptionally(e);
        }
    }

    private static Optional<ApiKey> await(Entry entry) {
        try {
            return entry.key.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Key ids are the sender's to choose: what is too old goes when there are many, and everything when that is not enough. */
    private void trim(long now) {
        if (entries.size() >= MAX_ENTRIES) {
            entries.values().removeIf(entry -> now - entry.sinceMillis >= MAX_AGE.toMillis());
            if (entries.size() >= MAX_ENTRIES) {
                entries.clear();
            }
        }
    }

    private static byte[] bytes(String hex) {
        return hex.getBytes(StandardCharsets.US_ASCII);
    }
}
