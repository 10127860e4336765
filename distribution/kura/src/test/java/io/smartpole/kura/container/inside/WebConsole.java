package io.smartpole.kura.container.inside;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import javax.servlet.Servlet;
import javax.servlet.ServletConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;
import org.eclipse.kura.web.api.Console;
import org.jspecify.annotations.Nullable;
import org.osgi.service.http.NamespaceException;

/** Kura's web console as far as it carries others' servlets: asked by the test instead of a browser. */
final class WebConsole implements Console {

    private static final String USER = "user";

    private final Map<String, Servlet> servlets = new ConcurrentSkipListMap<>();

    /**
     * What a servlet answered.
     *
     * @param type of the content; or {@code to} and where, if it sends elsewhere
     */
    record Answer(int status, String type, String body) {}

    /** A method that a proxy is asked; null where it does not matter. */
    @FunctionalInterface
    private interface Calls {
        @Nullable
        Object call(String method, Object[] arguments) throws IOException;
    }

    @Override
    public void registerSecuredServlet(String path, Servlet servlet) throws NamespaceException, ServletException {
        if (servlets.putIfAbsent(path, servlet) != null) {
            throw new NamespaceException(path + " is taken");
        }
        servlet.init(proxy(ServletConfig.class, (method, arguments) -> null));
    }

    @Override
    public void unregisterServlet(String path) throws NamespaceException {
        Servlet servlet = servlets.remove(path);
        if (servlet == null) {
            throw new NamespaceException("there is nothing at " + path);
        }
        servlet.destroy();
    }

    @Override
    public Optional<String> getUsername(HttpSession session) {
        return Optional.ofNullable((String) session.getAttribute(USER));
    }

    Iterable<String> paths() {
        return servlets.keySet();
    }

    /** @param user who is logged in; empty for nobody, whom Kura does not let through, but a test may */
    Answer ask(String method, String path, String user) throws IOException, ServletException {
        for (Map.Entry<String, Servlet> entry : servlets.entrySet()) {
            String alias = entry.getKey();
            if (path.equals(alias) || path.startsWith(alias + "/")) {
                Response response = new Response();
                entry.getValue()
                        .service(
                                request(method, alias, path.substring(alias.length()), user),
                                proxy(HttpServletResponse.class, response));
                return response.answer();
            }
        }
        return new Answer(404, "text/plain", "no servlet at " + path);
    }

    private static HttpServletRequest request(String method, String alias, String rest, String user) {
        HttpSession session = proxy(
                HttpSession.class,
                (called, arguments) -> called.equals("getAttribute") && !user.isEmpty() ? user : null);
        return proxy(HttpServletRequest.class, (called, arguments) -> switch (called) {
            case "getMethod" -> method;
            case "getContextPath" -> "";
            case "getServletPath" -> alias;
            case "getPathInfo" -> rest.isEmpty() ? null : rest;
            case "getRequestURI" -> alias + rest;
            case "getRemoteAddr" -> "192.0.2.7";
            case "getHeader" -> "Host".equals(arguments[0]) ? "gateway.example" : null;
            case "getSession" -> session;
            default -> null;
        });
    }

    private static <T> T proxy(Class<T> type, Calls calls) {
        return type.cast(Proxy.newProxyInstance(
                WebConsole.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> orDefault(
                        method, calls.call(method.getName(), arguments == null ? new Object[0] : arguments))));
    }

    private static @Nullable Object orDefault(Method method, @Nullable Object value) {
        if (value != null || !method.getReturnType().isPrimitive()) {
            return value;
        }
        Class<?> type = method.getReturnType();
        if (type == boolean.class) {
            return false;
        }
        return type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : null;
    }

    /** Keeps what is written. */
    private static final class Response implements Calls {

        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private int status = 200;
        private String type = "";

        @Override
        public @Nullable Object call(String method, Object[] arguments) {
            switch (method) {
                case "setStatus", "sendError" -> status = (int) arguments[0];
                case "setHeader" -> {
                    if ("Location".equals(arguments[0])) {
                        type = "to " + arguments[1];
                    }
                }
                case "setContentType" -> type = type.isEmpty() ? (String) arguments[0] : type;
                case "getOutputStream" -> {
                    return new Body(body);
                }
                default -> {
                    // headers and the like, which no test asks for
                }
            }
            return null;
        }

        Answer answer() {
            return new Answer(status, type, body.toString(java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    private static final class Body extends ServletOutputStream {

        private final ByteArrayOutputStream out;

        Body(ByteArrayOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) {
            out.write(one);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException("nothing here is asynchronous");
        }
    }
}
