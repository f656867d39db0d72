package dev.penstock.ingest;

import java.util.Map;
import java.util.TreeMap;

/** How the API uses Spring, Tomcat and springdoc, whatever the settings are. */
final class SpringProperties {
    private SpringProperties() {}

    static Map<String, Object> fixed() {
        Map<String, Object> properties = new TreeMap<>();
        web(properties);
        json(properties);
        docs(properties);
        // No file of the class path or the working directory is read, whoever it belongs to.
        properties.put("spring.config.name", "penstock-api-reads-no-file");
        properties.put("spring.main.keep-alive", "false");
        return properties;
    }

    private static void web(Map<String, Object> properties) {
        properties.put("spring.threads.virtual.enabled", "true");
        properties.put("server.shutdown", "graceful");
        properties.put("spring.lifecycle.timeout-per-shutdown-phase", "5s");
        properties.put("server.max-http-request-header-size", "16KB");
        // Also the longest that a write waits for a client who does not read.
        properties.put("server.tomcat.connection-timeout", "20s");
        properties.put("server.tomcat.max-connections", "12000");
        properties.put("server.tomcat.max-keep-alive-requests", "-1");
        properties.put("server.tomcat.accept-count", "500");
        properties.put("server.tomcat.max-swallow-size", "2MB");
        properties.put("server.tomcat.max-http-form-post-size", "16KB");
        properties.put("spring.servlet.multipart.enabled", "false");
        properties.put("spring.mvc.formcontent.filter.enabled", "false");
        properties.put("spring.mvc.log-resolved-exception", "false");
        // Static files of whoever is on the class path are nobody's business.
        properties.put("spring.web.resources.add-mappings", "false");
    }

    private static void json(Map<String, Object> properties) {
        // Modules of whoever is on the class path change nothing here.
        properties.put("spring.jackson.find-and-add-modules", "false");
    }

    private static void docs(Map<String, Object> properties) {
        properties.put("springdoc.api-docs.path", "/v3/api-docs");
        properties.put("springdoc.swagger-ui.path", "/docs");
        properties.put("springdoc.swagger-ui.operations-sorter", "method");
        properties.put("springdoc.override-with-generic-response", "false");
        properties.put("springdoc.writer-with-order-by-keys", "true");
        properties.put("springdoc.writer-with-default-pretty-printer", "true");
        properties.put("springdoc.enable-kotlin", "false");
        properties.put("springdoc.show-actuator", "false");
    }
}
