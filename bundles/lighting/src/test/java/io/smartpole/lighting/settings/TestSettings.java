package io.smartpole.lighting.settings;

/** Makes the configured component without OSGi. */
public final class TestSettings {

    private TestSettings() {}

    public static LightSettings of(LightSettings.Config config) {
        LightSettings settings = new LightSettings();
        settings.configure(config);
        return settings;
    }

    public static void change(LightSettings settings, LightSettings.Config config) {
        settings.configure(config);
    }
}
