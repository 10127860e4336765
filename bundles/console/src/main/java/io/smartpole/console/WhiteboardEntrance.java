package io.smartpole.console;

import jakarta.servlet.Servlet;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the console where an HTTP whiteboard for jakarta servlets runs: in our own gateway, and on Kura 6. Without one, the
 * component stays unsatisfied and no class of jakarta is asked for.
 */
@Component(
        service = {},
        reference = @Reference(name = "whiteboard", service = HttpServiceRuntime.class))
public final class WhiteboardEntrance {

    private static final Logger LOG = LoggerFactory.getLogger(WhiteboardEntrance.class);

    private final BundleContext context;
    private final Gateway gateway;
    private final LiveFeed feed;
    private @Nullable ServiceRegistration<Servlet> servlet;

    @Activate
    public WhiteboardEntrance(BundleContext context, @Reference Gateway gateway) {
        this.context = context;
        this.gateway = gateway;
        feed = new LiveFeed(gateway);
    }

    @Activate
    @SuppressWarnings("JdkObsolete") // registerService takes a Dictionary, and Hashtable is the only one of the JDK
    void open() {
        String pattern = pattern(Arrays.stream(context.getBundles()).map(Bundle::getSymbolicName));
        Map<String, Object> properties = Map.of(
                HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN,
                pattern,
                HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_ASYNC_SUPPORTED,
                true);
        feed.start();
        FrontDoor door = new FrontDoor(gateway, feed, new Page());
        servlet =
                context.registerService(Servlet.class, new WhiteboardServlet(door, feed), new Hashtable<>(properties));
        LOG.info("the console answers to {} of the HTTP server", pattern);
    }

    /** On Kura the server is Kura's, and its root is not ours. Kura's bundles are all installed before the first one starts. */
    static String pattern(Stream<@Nullable String> bundles) {
        return bundles.anyMatch("org.eclipse.kura.api"::equals) ? KuraEntrance.PATH + "/*" : "/*";
    }

    @Deactivate
    void close() {
        if (servlet != null) {
            servlet.unregister();
        }
        feed.stop();
    }
}
