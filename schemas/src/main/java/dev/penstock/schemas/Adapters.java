package dev.penstock.schemas;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways to agent runtimes that a tenant's configuration may name, and where a runtime of its own may be. */
public final class Adapters {
    /** The tenant's own runtime, which takes tasks by HTTP and calls back. */
    public static final String WEBHOOK = "webhook";

    public static final List<String> ALL = List.of("anthropic", "openai", "ollama", WEBHOOK);

    public static final int MAX_URL_CHARS = 2_000;

    private Adapters() {}

    /**
     * Why a URL cannot be a runtime's, as the end of a sentence; null when it can. Which address its host has is looked at when it is called.
     *
     * @param insecure whether plain HTTP is allowed
     */
    public static @Nullable String urlProblem(String url, boolean insecure) {
        if (url.length() > MAX_URL_CHARS) {
            return "has more than " + MAX_URL_CHARS + " characters";
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return "is no URL";
        }
        boolean secure = "https".equalsIgnoreCase(uri.getScheme());
        if (!secure && !"http".equalsIgnoreCase(uri.getScheme())) {
            return "must begin with https://";
        }
        if (!secure && !insecure) {
            return "must begin with https://, for the operator has not allowed plain HTTP";
        }
        if (uri.getHost() == null || uri.getHost().isEmpty() || uri.getPort() == 0 || uri.getPort() > 65_535) {
            return "names no host";
        }
        return uri.getRawUserInfo() != null || uri.getRawFragment() != null
                ? "must have neither a user nor a fragment"
                : null;
    }
}
