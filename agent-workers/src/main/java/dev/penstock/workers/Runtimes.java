package dev.penstock.workers;

import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.SettingsException;
import dev.penstock.schemas.Adapters;
import dev.penstock.workers.adapter.EchoAdapter;
import dev.penstock.workers.adapter.RuntimeAdapter;
import dev.penstock.workers.anthropic.AnthropicAdapter;
import dev.penstock.workers.ollama.OllamaAdapter;
import dev.penstock.workers.openai.OpenAiAdapter;
import dev.penstock.workers.openai.OpenAiApi;
import java.util.LinkedHashMap;
import java.util.Map;

/** The runtimes that the settings name: each whose key or address is there, or the one that is to run everything. */
final class Runtimes implements AutoCloseable {
    private static final String ANTHROPIC_URL = "https://api.anthropic.com";
    private static final String OPENAI_URL = "https://api.openai.com/v1";

    private final Map<String, RuntimeAdapter> adapters = new LinkedHashMap<>();

    private Runtimes() {}

    /** The caller closes them. Throws a {@link SettingsException} for a setting that is wrong, and where there is none. */
    static Runtimes of(Settings settings) {
        Runtimes runtimes = new Runtimes();
        String chosen = settings.text(SettingNames.WORKER_ADAPTER, "");
        if (chosen.equals(EchoAdapter.NAME)) {
            runtimes.add(new EchoAdapter());
            return runtimes;
        }
        try {
            runtimes.addConfigured(settings);
            runtimes.check(chosen);
        } catch (RuntimeException e) {
            runtimes.close();
            throw e;
        }
        return runtimes;
    }

    /** By name. */
    Map<String, RuntimeAdapter> adapters() {
        return Map.copyOf(adapters);
    }

    @Override
    public void close() {
        adapters.values().forEach(RuntimeAdapter::close);
    }

    private void addConfigured(Settings settings) {
        if (has(settings, SettingNames.ANTHROPIC_KEY, SettingNames.ANTHROPIC_URL)) {
            add(new AnthropicAdapter(
                    settings.text(SettingNames.ANTHROPIC_URL, ANTHROPIC_URL),
                    settings.text(SettingNames.ANTHROPIC_KEY, ""),
                    settings.flag(SettingNames.ANTHROPIC_TRACE_HEADERS, false)));
        }
        if (has(settings, SettingNames.OPENAI_KEY, SettingNames.OPENAI_URL)) {
            add(new OpenAiAdapter(
                    settings.text(SettingNames.OPENAI_URL, OPENAI_URL),
                    settings.text(SettingNames.OPENAI_KEY, ""),
                    api(settings),
                    settings.flag(SettingNames.OPENAI_TRACE_HEADERS, false)));
        }
        if (has(settings, SettingNames.OLLAMA_URL)) {
            add(new OllamaAdapter(
                    settings.text(SettingNames.OLLAMA_URL),
                    settings.text(SettingNames.OLLAMA_KEY, ""),
                    settings.text(SettingNames.OLLAMA_KEEP_ALIVE, ""),
                    settings.flag(SettingNames.OLLAMA_TRACE_HEADERS, false)));
        }
    }

    /** OpenAI's own service has both APIs; what else is at an address of its own mostly has chat alone. */
    private static OpenAiApi api(Settings settings) {
        String fallback = has(settings, SettingNames.OPENAI_URL) ? "chat" : "responses";
        String name = settings.text(SettingNames.OPENAI_API, fallback);
        return OpenAiApi.named(name)
                .orElseThrow(() -> new SettingsException("The setting " + SettingNames.OPENAI_API + " is '" + name
                        + "' but should be responses or chat."));
    }

    private void check(String chosen) {
        if (!chosen.isEmpty() && !chosen.equals(Adapters.WEBHOOK) && !adapters.containsKey(chosen)) {
            throw new SettingsException("The setting " + SettingNames.WORKER_ADAPTER + " is '" + chosen
                    + "' but should be " + EchoAdapter.NAME + ", or one of those whose key or address is set: "
                    + (adapters.isEmpty() ? "there is none" : String.join(", ", adapters.keySet())) + ".");
        }
        if (chosen.isEmpty() && adapters.isEmpty()) {
            throw new SettingsException("No runtime is set up. Set " + SettingNames.ANTHROPIC_KEY + ", "
                    + SettingNames.OPENAI_KEY + " or " + SettingNames.OLLAMA_URL + ", or " + SettingNames.WORKER_ADAPTER
                    + " to " + EchoAdapter.NAME + ".");
        }
    }

    private void add(RuntimeAdapter adapter) {
        adapters.put(adapter.name(), adapter);
    }

    private static boolean has(Settings settings, String... names) {
        for (String name : names) {
            if (!settings.text(name, "").isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
