package io.smartpole.standin;

import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.Closeable;
import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** In the gateway the broker has only what was put into the bundle; here the libraries themselves are left out. */
class BundleContentTest {

    @Test
    void theBrokerRunsOnWhatTheBundleCarries() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (StringTokenizer entries = new StringTokenizer(System.getProperty("java.class.path"), File.pathSeparator);
                entries.hasMoreTokens(); ) {
            File entry = new File(entries.nextToken());
            if (!entry.getName().startsWith("netty") && !entry.getName().startsWith("moquette")) {
                urls.add(entry.toURI().toURL());
            }
        }
        int port = Ports.free();
        BiConsumer<String, byte[]> ignore = (topic, bytes) -> {};
        Consumer<Throwable> fail = Throwable::printStackTrace;
        try (URLClassLoader bundle =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> brokerClass = bundle.loadClass(Broker.class.getName());
            assertSame(bundle, brokerClass.getClassLoader());
            Method start = brokerClass.getDeclaredMethod("start", int.class, BiConsumer.class, Consumer.class);
            start.setAccessible(true);
            Method publish = brokerClass.getDeclaredMethod("publish", String.class, byte[].class, boolean.class);
            publish.setAccessible(true);
            try (Closeable broker = (Closeable) start.invoke(null, port, ignore, fail);
                    Client client = new Client(port)) {
                client.subscribe("a");
                publish.invoke(broker, "a", new byte[1], false);
                client.next();
                client.publish("a", new byte[2], true);
                client.next();
            }
        }
    }
}
