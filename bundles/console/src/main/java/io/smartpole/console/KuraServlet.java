package io.smartpole.console;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;
import org.eclipse.kura.web.api.Console;
import org.jspecify.annotations.Nullable;
import org.osgi.service.http.NamespaceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries requests between Kura 5's web console and ours. Whoever is logged in there may look. Kura starts and destroys a servlet
 * whenever its console is configured anew, so nothing here hangs on that.
 */
final class KuraServlet extends HttpServlet {

    private static final Logger LOG = LoggerFactory.getLogger(KuraServlet.class);

    private final Console console;
    private final FrontDoor door;

    KuraServlet(Console console, Gateway gateway) {
        this.console = console;
        door = new FrontDoor(gateway, new LiveFeed(gateway), new Page()); // never started: nobody holds a stream here
    }

    /**
     * @param service Kura's console; null if it is gone already
     * @return what takes the page out again; null if it did not come in
     */
    static @Nullable Runnable enter(@Nullable Object service, String path, Gateway gateway) {
        if (service == null) {
            return null;
        }
        Console console = (Console) service;
        try {
            console.registerSecuredServlet(path, new KuraServlet(console, gateway));
        } catch (NamespaceException | ServletException | RuntimeException e) {
            LOG.error("the Kura console has no page {} of the smart pole: {}", path, e.getMessage(), e);
            leave(console, path); // Kura noted it before it tried, and would fail at it whenever it is configured anew
            return null;
        }
        LOG.info("the Kura console has the page {}, for whoever is logged in", path);
        return () -> leave(console, path);
    }

    private static void leave(Console console, String path) {
        try {
            console.unregisterServlet(path);
        } catch (NamespaceException | ServletException | RuntimeException e) { // it may be stopping itself
            LOG.debug("the Kura console dropped the page {} before", path, e);
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return; // Kura sends a path with a slash at its end to the one without, and asks all the same
        }
        String user = user(request);
        Response answer = user == null ? loggedOut() : door.handle(of(request, user));
        response.setStatus(answer.status());
        response.setContentType(answer.type());
        answer.headers().forEach(response::setHeader);
        response.setContentLength(answer.body().length);
        response.getOutputStream().write(answer.body());
    }

    /** Kura lets nobody else through; it is asked all the same, since nothing else stands between the network and the page. */
    private @Nullable String user(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return null;
        }
        try {
            return console.getUsername(session).filter(name -> !name.isBlank()).orElse(null);
        } catch (IllegalStateException e) {
            LOG.debug("the session ended just now", e);
            return null;
        }
    }

    private static Request of(HttpServletRequest request, String user) {
        return new Request(
                request.getMethod(),
                request.getContextPath() + request.getServletPath(),
                Objects.requireNonNullElse(request.getPathInfo(), ""),
                request.getQueryString(),
                new Request.Headers(request.getHeader("Host"), request.getHeader("Origin"), request.getContentType()),
                Request.Visitor.loggedIn(user),
                most -> request.getInputStream().readNBytes(most));
    }

    private static Response loggedOut() {
        return Response.refused(
                401,
                "nobody is logged in",
                "log in at the Kura console, then open this page again",
                Map.of("Cache-Control", "no-store"));
    }
}
