package dev.penstock.ingest.http;

import dev.penstock.ingest.keys.Caller;
import dev.penstock.ingest.keys.Scope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** The caller that the filter found, for handlers; and the check that it has the handler's scope. */
public final class Callers implements HandlerInterceptor {
    static final String ATTRIBUTE = Callers.class.getName();

    /** Who sent {@code request}. */
    public static Caller of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException(
                "A handler of /v1 was reached without a caller: the key filter must come first");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method && !method.hasMethodAnnotation(OwnProof.class)) {
            RequiresScope required = method.getMethodAnnotation(RequiresScope.class);
            if (required == null) {
                throw new IllegalStateException(method + " is under /v1 but names no scope");
            }
            if (!of(request).may(required.value())) {
                throw refusal(required.value()).exception();
            }
        }
        return true;
    }

    private static Problem refusal(Scope scope) {
        return Problem.of(ProblemType.INSUFFICIENT_SCOPE, "The key lacks the scope " + scope.code() + ".")
                .withHeader(
                        "WWW-Authenticate",
                        "Bearer realm=\"penstock\", error=\"insufficient_scope\", scope=\"" + scope.code() + "\"");
    }
}
