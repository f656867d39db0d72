package dev.penstock.runtime.secret;

import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.SettingsException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.DecapsulateException;
import javax.crypto.KEM;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;

/**
 * Tenants' keys to providers at rest. The API has the workers' public key and can only seal; the workers have the private one and open. Each seal
 * has a key of its own, agreed by DHKEM over X25519 (RFC 9180), for AES-256-GCM, bound to the tenant and the provider: a seal moved to another
 * row opens nowhere.
 */
public final class ProviderKeys {
    private static final String ALGORITHM = "X25519";
    private static final String PURPOSE = "penstock provider key v1";
    private static final byte VERSION = 1;
    private static final int ID_BYTES = 8;
    private static final int ENCAPSULATION_BYTES = 32;

    private ProviderKeys() {}

    /** Seals and cannot open. */
    public static final class Sealer {
        private final PublicKey key;
        private final byte[] id;

        Sealer(PublicKey key) {
            this.key = key;
            this.id = id(key);
        }

        /** With the key that {@link SettingNames#PROVIDER_KEYS_PUBLIC} names; empty when it names none. */
        public static Optional<Sealer> of(Settings settings) {
            String file = settings.text(SettingNames.PROVIDER_KEYS_PUBLIC, "");
            return file.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Sealer(publicKey(
                            Pem.read(Path.of(file), Pem.PUBLIC_KEY, SettingNames.PROVIDER_KEYS_PUBLIC)
                                    .getFirst(),
                            file)));
        }

        public byte[] seal(String tenant, String provider, String apiKey) {
            try {
                KEM.Encapsulated agreed =
                        KEM.getInstance("DHKEM").newEncapsulator(key).encapsulate();
                byte[] sealed = AesGcm.seal(
                        cipherKey(agreed.key()),
                        nonce(agreed.key()),
                        context(tenant, provider),
                        apiKey.getBytes(StandardCharsets.UTF_8));
                return ByteBuffer.allocate(1 + ID_BYTES + ENCAPSULATION_BYTES + sealed.length)
                        .put(VERSION)
                        .put(id)
                        .put(agreed.encapsulation())
                        .put(sealed)
                        .array();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("This Java cannot seal", e);
            }
        }
    }

    /** Opens what was sealed for it. */
    public static final class Opener {
        private final List<Pair> pairs;

        private record Pair(byte[] id, PrivateKey key) {}

        Opener(List<PrivateKey> keys, List<byte[]> ids) {
            List<Pair> known = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                known.add(new Pair(ids.get(i), keys.get(i)));
            }
            pairs = List.copyOf(known);
        }

        /**
         * With the keys in the file that {@link SettingNames#PROVIDER_KEYS_PRIVATE} names, so that one can be replaced without a stop; empty when
         * it names none.
         */
        public static Optional<Opener> of(Settings settings) {
            String file = settings.text(SettingNames.PROVIDER_KEYS_PRIVATE, "");
            if (file.isEmpty()) {
                return Optional.empty();
            }
            List<PrivateKey> keys = new ArrayList<>();
            List<byte[]> ids = new ArrayList<>();
            for (byte[] block : Pem.read(Path.of(file), Pem.PRIVATE_KEY, SettingNames.PROVIDER_KEYS_PRIVATE)) {
                PrivateKey key = privateKey(block, file);
                keys.add(key);
                ids.add(id(publicOf(key)));
            }
            return Optional.of(new Opener(keys, ids));
        }

        /** Empty when it was sealed for none of these keys, or for another tenant or provider. */
        public Optional<String> open(String tenant, String provider, byte[] sealed) {
            if (sealed.length <= 1 + ID_BYTES + ENCAPSULATION_BYTES || sealed[0] != VERSION) {
                return Optional.empty();
            }
            byte[] id = Arrays.copyOfRange(sealed, 1, 1 + ID_BYTES);
            byte[] encapsulation = Arrays.copyOfRange(sealed, 1 + ID_BYTES, 1 + ID_BYTES + ENCAPSULATION_BYTES);
            byte[] rest = Arrays.copyOfRange(sealed, 1 + ID_BYTES + ENCAPSULATION_BYTES, sealed.length);
            return pairs.stream()
                    .filter(pair -> Arrays.equals(pair.id(), id))
                    .flatMap(pair -> open(pair.key(), encapsulation, context(tenant, provider), rest).stream())
                    .map(plain -> new String(plain, StandardCharsets.UTF_8))
                    .findFirst();
        }

        private static Optional<byte[]> open(PrivateKey key, byte[] encapsulation, byte[] context, byte[] rest) {
            try {
                SecretKey agreed = KEM.getInstance("DHKEM").newDecapsulator(key).decapsulate(encapsulation);
                return AesGcm.open(cipherKey(agreed), nonce(agreed), context, rest);
            } catch (DecapsulateException e) {
                return Optional.empty();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("This Java cannot open what is sealed", e);
            }
        }
    }

    /**
     * A new pair of keys.
     *
     * @param publicPem for the API
     * @param privatePem for the workers
     */
    public record Generated(String publicPem, String privatePem) {
        /** Does not show the private key. */
        @Override
        public String toString() {
            return "Generated[" + publicPem + "]";
        }
    }

    public static Generated generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new Generated(
                    Pem.write(pair.getPublic().getEncoded(), Pem.PUBLIC_KEY),
                    Pem.write(pair.getPrivate().getEncoded(), Pem.PRIVATE_KEY));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + ALGORITHM, e);
        }
    }

    /** The agreed key is used for one text, so what follows from it is too. */
    private static byte[] cipherKey(SecretKey agreed) {
        return Hkdf.derive(agreed, PURPOSE + " key", AesGcm.KEY_BYTES);
    }

    private static byte[] nonce(SecretKey agreed) {
        return Hkdf.derive(agreed, PURPOSE + " nonce", AesGcm.NONCE_BYTES);
    }

    private static byte[] context(String tenant, String provider) {
        return (tenant + '\0' + provider).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] id(PublicKey key) {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(key.getEncoded()), ID_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    private static PublicKey publicKey(byte[] encoded, String file) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new SettingsException("The key in " + file + " is no public key of " + ALGORITHM + ".");
        }
    }

    private static PrivateKey privateKey(byte[] encoded, String file) {
        try {
            return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new SettingsException("A key in " + file + " is no private key of " + ALGORITHM + ".");
        }
    }

    /** The public key of a private one: the base point multiplied by it. */
    private static PublicKey publicOf(PrivateKey key) {
        try {
            byte[] base = new byte[ENCAPSULATION_BYTES];
            base[0] = 9;
            KeyAgreement agreement = KeyAgreement.getInstance(ALGORITHM);
            agreement.init(key);
            agreement.doPhase(point(base), true);
            return point(agreement.generateSecret());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot tell a key's public part", e);
        }
    }

    /** @param littleEndian the u coordinate as RFC 7748 writes it */
    private static PublicKey point(byte[] littleEndian) throws GeneralSecurityException {
        byte[] bigEndian = new byte[littleEndian.length];
        for (int i = 0; i < littleEndian.length; i++) {
            bigEndian[i] = littleEndian[littleEndian.length - 1 - i];
        }
        return KeyFactory.getInstance(ALGORITHM)
                .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, bigEndian)));
    }
}
