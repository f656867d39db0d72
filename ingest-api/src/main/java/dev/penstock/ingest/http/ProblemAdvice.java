package dev.penstock.ingest.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/** Turns what a handler throws into a problem document. */
@RestControllerAdvice
public class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final RareLog RARE_LOG = new RareLog(LOG);
    private static final int RETRY_SECONDS = 2;

    @ExceptionHandler
    public void problem(ProblemException e, HttpServletResponse response) throws IOException {
        e.problem().write(response);
    }

    @ExceptionHandler({DataAccessResourceFailureException.class, TransientDataAccessException.class})
    public void databaseGone(Exception e, HttpServletResponse response) throws IOException {
        RARE_LOG.warn("The database does not answer: {}", e.toString());
        databaseProblem().write(response);
    }

    @ExceptionHandler
    public void badParameter(TypeMismatchException e, HttpServletResponse response) throws IOException {
        Problem.of(
                        ProblemType.MALFORMED_REQUEST,
                        "The parameter " + e.getPropertyName() + " is not of the form it must have.")
                .write(response);
    }

    /** The client went away while it was being answered: nobody is left to tell. */
    @ExceptionHandler
    public void clientGone(AsyncRequestNotUsableException e) {
        LOG.debug("A client went away: {}", e.toString());
    }

    @ExceptionHandler
    public void other(Exception e, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (e instanceof ErrorResponse known) {
            ofSpring(known).write(response);
        } else if (response.isCommitted() || e instanceof IOException) {
            LOG.debug("A client went away: {}", e.toString());
        } else {
            LOG.error("Cannot answer {} {}", request.getMethod(), request.getAttribute(RequestMetrics.ROUTE), e);
            Problem.of(ProblemType.INTERNAL_ERROR, "The error is in the log of the API.")
                    .write(response);
        }
    }

    /** What to answer when PostgreSQL does not. */
    static Problem databaseProblem() {
        return Problem.unavailable("The database does not answer.", RETRY_SECONDS);
    }

    private static Problem ofSpring(ErrorResponse known) {
        ProblemType type = ProblemType.ofStatus(known.getStatusCode().value());
        String detail = known.getBody().getDetail();
        Problem problem = Problem.of(type, detail == null ? type.explanation() : detail);
        for (String name : new String[] {HttpHeaders.ALLOW, HttpHeaders.ACCEPT}) {
            String value = known.getHeaders().getFirst(name);
            problem = value == null
                    ? problem
                    : problem.withHeader(
                            name, String.join(", ", known.getHeaders().getOrEmpty(name)));
        }
        return problem;
    }
}
