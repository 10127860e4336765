package io.smartpole.console;

import org.eclipse.kura.web.api.Console;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the console inside Kura 5's web console, for those who are logged in there. Without Kura's console the component stays
 * unsatisfied. Its fields and parameters name no class of Kura or javax, so that on a Kura whose console is another one (its
 * servlets are jakarta's, or it takes none) this says so instead of failing to load.
 */
@Component(service = {})
public final class KuraEntrance {

    static final String PATH = "/smartpole";

    private static final Logger LOG = LoggerFactory.getLogger(KuraEntrance.class);

    private final BundleContext context;
    private final Gateway gateway;
    private final ServiceReference<?> console;
    private @Nullable Runnable leave;

    @Activate
    public KuraEntrance(
            BundleContext context,
            @Reference Gateway gateway,
            @Reference(name = "console", service = Console.class) ServiceReference<?> console) {
        this.context = context;
        this.gateway = gateway;
        this.console = console;
    }

    @Activate
    void open() {
        try {
            leave = KuraServlet.enter(context.getService(console), PATH, gateway);
        } catch (LinkageError | ClassCastException e) {
            LOG.info(
                    "the web console of this Kura takes no pages as Kura 5 does ({}); there is none of ours in it",
                    "" + e);
        }
    }

    @Deactivate
    void close() {
        if (leave != null) {
            leave.run();
        }
        context.ungetService(console);
    }
}
