package io.smartpole.console;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries requests and events between the HTTP whiteboard's server and the console. */
final class WhiteboardServlet extends HttpServlet {

    private static final Logger LOG = LoggerFactory.getLogger(WhiteboardServlet.class);

    private final LiveFeed feed;
    private final FrontDoor door;

    WhiteboardServlet(FrontDoor door, LiveFeed feed) {
        this.door = door;
        this.feed = feed;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Response answer = door.handle(new Request(
                request.getMethod(),
                request.getContextPath() + request.getServletPath(),
                Objects.requireNonNullElse(request.getPathInfo(), ""),
                request.getQueryString(),
                new Request.Headers(request.getHeader("Host"), request.getHeader("Origin"), request.getContentType()),
                Request.Visitor.withoutLogin(isLoopback(request.getRemoteAddr())),
                most -> request.getInputStream().readNBytes(most)));
        response.setStatus(answer.status());
        response.setContentType(answer.type());
        answer.headers().forEach(response::setHeader);
        if (answer.streamsEvents()) {
            stream(request, response);
        } else {
            response.setContentLength(answer.body().length);
            response.getOutputStream().write(answer.body());
        }
    }

    /** Whoever has no address is not taken for this machine, as {@link InetAddress#getByName} would. */
    static boolean isLoopback(@Nullable String address) throws UnknownHostException {
        return address != null
                && !address.isEmpty()
                && InetAddress.getByName(address).isLoopbackAddress(); // an address, so nobody is asked
    }

    private void stream(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AsyncContext context = request.startAsync();
        context.setTimeout(0);
        ServletWire wire = new ServletWire(context, response.getOutputStream());
        EventStream stream = feed.open(wire);
        if (stream == null) {
            context.complete();
            return;
        }
        wire.carry(stream);
    }

    /** The wire of one stream, without a thread of its own. */
    private static final class ServletWire implements EventStream.Wire, WriteListener, AsyncListener {

        private final AsyncContext context;
        private final ServletOutputStream out;
        private volatile @Nullable EventStream stream;
        private volatile boolean open;

        ServletWire(AsyncContext context, ServletOutputStream out) {
            this.context = context;
            this.out = out;
        }

        void carry(EventStream events) {
            stream = events;
            context.addListener(this);
            out.setWriteListener(this);
        }

        @Override
        public boolean ready() {
            return open && out.isReady();
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            out.write(bytes);
            if (out.isReady()) {
                out.flush();
            }
        }

        @Override
        public void close() {
            try {
                context.complete();
            } catch (IllegalStateException e) {
                LOG.debug("the server completed this stream before the console did", e);
            }
        }

        @Override
        public void onWritePossible() {
            open = true;
            stream().drain();
        }

        @Override
        public void onError(Throwable e) {
            stream().broken();
        }

        @Override
        public void onError(AsyncEvent event) {
            stream().broken();
        }

        @Override
        public void onComplete(AsyncEvent event) {
            stream().broken();
        }

        @Override
        public void onTimeout(AsyncEvent event) {} // there is none

        @Override
        public void onStartAsync(AsyncEvent event) {} // once only

        private EventStream stream() {
            return Objects.requireNonNull(stream, "nothing happens on a wire before it carries a stream");
        }
    }
}
