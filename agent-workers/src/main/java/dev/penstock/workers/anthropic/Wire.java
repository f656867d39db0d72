package dev.penstock.workers.anthropic;

import com.anthropic.core.http.Headers;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.core.http.Interceptor;
import dev.penstock.workers.http.BoundedBody;
import java.io.InputStream;
import java.io.OutputStream;

/** Keeps the vendor's client to one request a call, and to answers of bounded size. */
final class Wire {
    private Wire() {}

    static Interceptor interceptor() {
        return Interceptor.syncOnly(
                (client, request, options) -> new Bounded(client.execute(sentOnce(request), options)));
    }

    /**
     * What is beneath the client sends a request again by itself when a connection that it had kept is cut before an answer, and the provider may have taken the
     * first one. It does not where the body can't be had twice.
     */
    private static HttpRequest sentOnce(HttpRequest request) {
        return request.body()
                .map(body -> request.toBuilder().body(new Once(body)).build())
                .orElse(request);
    }

    private record Once(HttpRequestBody body) implements HttpRequestBody {
        @Override
        public void writeTo(OutputStream out) {
            body.writeTo(out);
        }

        @Override
        public String contentType() {
            return body.contentType();
        }

        @Override
        public long contentLength() {
            return body.contentLength();
        }

        @Override
        public boolean repeatable() {
            return false;
        }

        @Override
        public void close() {
            body.close();
        }
    }

    private record Bounded(HttpResponse response, InputStream bounded) implements HttpResponse {
        Bounded(HttpResponse response) {
            this(response, BoundedBody.of(response.body()));
        }

        @Override
        public int statusCode() {
            return response.statusCode();
        }

        @Override
        public Headers headers() {
            return response.headers();
        }

        @Override
        public InputStream body() {
            return bounded;
        }

        @Override
        public void close() {
            response.close();
        }
    }
}
