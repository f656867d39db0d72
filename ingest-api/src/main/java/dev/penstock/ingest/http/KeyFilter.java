package dev.penstock.ingest.http;

import dev.penstock.ingest.keys.Authenticator;
import dev.penstock.ingest.keys.Caller;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Lets a request under {@code /v1} through only with a valid API key, and before anything else of it is looked at. */
public final class KeyFilter implements Filter {
    private static final RareLog LOG = new RareLog(LoggerFactory.getLogger(KeyFilter.class));
    private static final String SCHEME = "Bearer ";

    /** Handlers for these take no key; any other that were reached so would find no caller. */
    private static final Pattern OWN_PROOF = Pattern.compile("/v1/callbacks/[A-Za-z0-9_-]+");

    private final Authenticator keys;

    public KeyFilter(Authenticator keys) {
        this.keys = keys;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        if (OWN_PROOF.matcher(http.getRequestURI()).matches()) {
            chain.doFilter(request, response);
            return;
        }
        String header = http.getHeader("Authorization");
        Optional<Caller> caller;
        try {
            caller = authenticate(header);
        } catch (RuntimeException e) {
            LOG.warn("Cannot look an API key up: {}", e.toString());
            ProblemAdvice.databaseProblem().write(answer);
            return;
        }
        if (caller.isEmpty()) {
            refusal(header).write(answer);
            return;
        }
        http.setAttribute(Callers.ATTRIBUTE, caller.get());
        answer.setHeader("Cache-Control", "no-store");
        answer.setHeader("X-Content-Type-Options", "nosniff");
        chain.doFilter(request, response);
    }

    private Optional<Caller> authenticate(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        return keys.authenticate(header.substring(SCHEME.length()).strip());
    }

    /** Unknown, wrong, revoked and expired keys are told alike. */
    private static Problem refusal(@Nullable String header) {
        return header == null
                ? Problem.of(
                                ProblemType.UNAUTHORIZED,
                                "The request has no Authorization header; send 'Authorization: Bearer <API key>'.")
                        .withHeader("WWW-Authenticate", "Bearer realm=\"penstock\"")
                : Problem.of(ProblemType.UNAUTHORIZED, "The Authorization header holds no valid API key.")
                        .withHeader("WWW-Authenticate", "Bearer realm=\"penstock\", error=\"invalid_token\"");
    }
}
