package dev.penstock.audit.documents;

import dev.penstock.schemas.Limits;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** What tenants' databases are called: {@code penstock_<tenant>}, and of a longer name its beginning and a digest. */
final class TenantDatabases {
    static final String PREFIX = "penstock_";

    private static final int MAX_NAME = 63;
    private static final int KEPT = 20;
    private static final int DIGEST_BYTES = 16;
    private static final Pattern TENANT = Pattern.compile("[a-z0-9-]{1," + Limits.MAX_TENANT_CHARS + "}");

    private TenantDatabases() {}

    /** Whether a tenant of this name may have a database. */
    static boolean isTenant(String name) {
        return TENANT.matcher(name).matches();
    }

    static String of(String tenant) {
        String name = PREFIX + tenant;
        if (name.length() <= MAX_NAME) {
            return name;
        }
        byte[] digest = Digests.sha256(tenant.getBytes(StandardCharsets.UTF_8));
        return PREFIX + tenant.substring(0, KEPT) + "_" + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    }

    /** Whose a database is, where its name tells. */
    static Optional<String> tenantOf(String database) {
        String rest = database.substring(PREFIX.length());
        return isTenant(rest) ? Optional.of(rest) : Optional.empty();
    }
}
