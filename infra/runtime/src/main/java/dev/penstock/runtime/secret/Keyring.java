package dev.penstock.runtime.secret;

import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.SettingsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys that the workers and the API share: with them callback tokens are signed and tenants' webhook secrets sealed at rest. The first is in use;
 * the others are still accepted, so that a key can be replaced without a stop. From each a key is derived per purpose, so that nothing made for
 * one can be passed off for another.
 */
public final class Keyring {
    /** Of a key: 256 bits. */
    public static final int KEY_BYTES = 32;

    /** Of a signature. */
    public static final int MAC_BYTES = 32;

    private static final int ID_BYTES = 4;
    private static final byte VERSION = 1;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<Key> keys;

    /** @param id tells keys apart in what was sealed; says nothing of the key */
    private record Key(byte[] id, SecretKey secret) {
        /** Shows nothing. */
        @Override
        public String toString() {
            return "Key";
        }
    }

    private Keyring(List<Key> keys) {
        this.keys = List.copyOf(keys);
    }

    /** The keys in the file that {@link SettingNames#CALLBACK_KEYS} names; empty when it names none. */
    public static Optional<Keyring> of(Settings settings) {
        String file = settings.text(SettingNames.CALLBACK_KEYS, "");
        return file.isEmpty() ? Optional.empty() : Optional.of(read(Path.of(file)));
    }

    /** One key a line, in Base64; empty lines and those that begin with # are left out. */
    static Keyring read(Path file) {
        List<byte[]> keys = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                String key = line.strip();
                if (!key.isEmpty() && !key.startsWith("#")) {
                    keys.add(decoded(file, key));
                }
            }
        } catch (IOException e) {
            throw new SettingsException("Cannot read the keys in " + file + ", which " + SettingNames.CALLBACK_KEYS
                    + " names: " + e.getMessage());
        }
        if (keys.isEmpty()) {
            throw new SettingsException("There is no key in " + file + ", which " + SettingNames.CALLBACK_KEYS
                    + " names. Write a line of " + KEY_BYTES + " random bytes in Base64.");
        }
        return of(keys);
    }

    /** @param keys the one in use first; at least one, of at least {@link #KEY_BYTES} each */
    public static Keyring of(List<byte[]> keys) {
        return new Keyring(keys.stream()
                .map(key -> new SecretKeySpec(key, "Generic"))
                .map(secret -> new Key(Hkdf.derive(secret, "penstock key id", ID_BYTES), secret))
                .toList());
    }

    /** A new key, as a line of such a file. */
    public static String generate() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    /** Signs with the key in use. */
    byte[] sign(String purpose, byte[] text) {
        return mac(keys.getFirst(), purpose, text);
    }

    /** Whether any of the keys has signed it; takes as long for a wrong signature as for a right one. */
    boolean verify(String purpose, byte[] text, byte[] signature) {
        boolean right = false;
        for (Key key : keys) {
            right |= MessageDigest.isEqual(mac(key, purpose, text), signature);
        }
        return right;
    }

    /** @param context has to be the same for it to be opened: whose it is, and which */
    byte[] seal(String purpose, byte[] context, byte[] plain) {
        byte[] nonce = new byte[AesGcm.NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        Key key = keys.getFirst();
        byte[] sealed = AesGcm.seal(Hkdf.derive(key.secret(), purpose, AesGcm.KEY_BYTES), nonce, context, plain);
        return ByteBuffer.allocate(1 + ID_BYTES + nonce.length + sealed.length)
                .put(VERSION)
                .put(key.id())
                .put(nonce)
                .put(sealed)
                .array();
    }

    /** Empty when none of the keys has sealed it for this purpose and context. */
    Optional<byte[]> open(String purpose, byte[] context, byte[] sealed) {
        if (sealed.length <= 1 + ID_BYTES + AesGcm.NONCE_BYTES || sealed[0] != VERSION) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(sealed, 1, sealed.length - 1);
        byte[] id = new byte[ID_BYTES];
        byte[] nonce = new byte[AesGcm.NONCE_BYTES];
        in.get(id).get(nonce);
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return keys.stream()
                .filter(key -> Arrays.equals(key.id(), id))
                .flatMap(key ->
                        AesGcm.open(Hkdf.derive(key.secret(), purpose, AesGcm.KEY_BYTES), nonce, context, rest)
                                .stream())
                .findFirst();
    }

    private static byte[] mac(Key key, String purpose, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Hkdf.derive(key.secret(), purpose, KEY_BYTES), "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot sign", e);
        }
    }

    private static byte[] decoded(Path file, String line) {
        try {
            byte[] key = Base64.getDecoder().decode(line);
            if (key.length >= KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            throw new SettingsException("A line of " + file + " is not Base64.");
        }
        throw new SettingsException("A key in " + file + " is shorter than " + KEY_BYTES + " bytes.");
    }
}
