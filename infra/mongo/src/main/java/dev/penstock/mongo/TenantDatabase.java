package dev.penstock.mongo;

import dev.penstock.schemas.Limits;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** What a tenant's database is called. */
public final class TenantDatabase {
    public static final String PREFIX = "penstock_";

    /** Longest name that MongoDB takes, in bytes. */
    static final int MAX_NAME = 63;

    private static final int KEPT = 20;
    private static final int DIGEST_BYTES = 16;
    private static final Pattern TENANT = Pattern.compile("[a-z0-9-]{1," + Limits.MAX_TENANT_CHARS + "}");

    private TenantDatabase() {}

    /**
     * {@code penstock_<tenant>}; of a tenant whose name is too long for that, its beginning, an underscore, which no tenant's name has, and a digest of all of it.
     *
     * @throws IllegalArgumentException for what is no tenant's name
     */
    public static String of(String tenant) {
        if (!isTenant(tenant)) {
            throw new IllegalArgumentException(
                    "Expected a tenant of 1 to " + Limits.MAX_TENANT_CHARS + " of a-z, 0-9 and -");
        }
        String name = PREFIX + tenant;
        return name.length() <= MAX_NAME ? name : PREFIX + tenant.substring(0, KEPT) + "_" + digest(tenant);
    }

    public static boolean isTenant(String name) {
        return TENANT.matcher(name).matches();
    }

    private static String digest(String tenant) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(tenant.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
