package io.smartpole.distribution;

import io.smartpole.core.config.ConfigurationChange.Origin;
import io.smartpole.core.config.Configurations;
import io.smartpole.core.health.HealthCheck;
import io.smartpole.core.health.HealthResult;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * A bundle for tests: its port on loopback, which the log tells, changes the configuration of the uplink and shows its health
 * check while the gateway runs. Each connection carries one change, be it of nothing, and gets what became of it and the
 * health as it is then: it need not wait for the next round of the health checks.
 */
public final class UplinkDoor implements BundleActivator {

    static final String SAYS = "uplink door: port ";

    private final ServerSocket listener;

    public UplinkDoor() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @Override
    public void start(BundleContext context) {
        Configurations configurations = context.getService(context.getServiceReference(Configurations.class));
        Thread thread = new Thread(() -> serve(configurations, context), "uplink-door");
        thread.setDaemon(true);
        thread.start();
        System.err.println(SAYS + listener.getLocalPort());
    }

    @Override
    public void stop(BundleContext context) throws IOException {
        listener.close();
    }

    private void serve(Configurations configurations, BundleContext context) {
        try {
            while (true) {
                try (Socket client = listener.accept()) {
                    Map<String, Object> values = read(new DataInputStream(client.getInputStream()));
                    String result = configurations
                            .apply(Map.of("smartpole.uplink", values), Origin.ON_SITE)
                            .toString();
                    DataOutputStream out = new DataOutputStream(client.getOutputStream());
                    out.writeUTF(result);
                    out.writeUTF(health(context));
                }
            }
        } catch (IOException e) {
            // the gateway stops
        }
    }

    private static String health(BundleContext context) {
        try {
            for (ServiceReference<HealthCheck> check :
                    context.getServiceReferences(HealthCheck.class, "(" + HealthCheck.NAME + "=uplink)")) {
                HealthResult result = context.getService(check).check();
                return result.status() + " " + result.message() + "; " + result.action();
            }
            return "there is no health check 'uplink'";
        } catch (InvalidSyntaxException e) {
            return e.toString();
        }
    }

    /** How many; then for each its key, whether it is a number, and its value as text. */
    private static Map<String, Object> read(DataInputStream in) throws IOException {
        Map<String, Object> values = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            String key = in.readUTF();
            boolean number = in.readBoolean();
            String value = in.readUTF();
            values.put(key, number ? Integer.valueOf(value) : value);
        }
        return values;
    }
}
