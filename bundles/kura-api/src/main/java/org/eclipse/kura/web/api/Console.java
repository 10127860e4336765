package org.eclipse.kura.web.api;

import java.util.Optional;
import javax.servlet.Servlet;
import javax.servlet.ServletException;
import javax.servlet.http.HttpSession;
import org.osgi.service.http.NamespaceException;

/** Kura 5's web console, for pages that want its login. */
public interface Console {

    /**
     * Serves the path to those who are logged in, and sends others to the login.
     *
     * @throws NamespaceException if the path is taken
     * @throws ServletException if the servlet does not start
     */
    void registerSecuredServlet(String path, Servlet servlet) throws NamespaceException, ServletException;

    /**
     * @throws NamespaceException if there is nothing at the path
     * @throws ServletException if the servlet does not stop
     */
    void unregisterServlet(String path) throws NamespaceException, ServletException;

    /** @return who is logged in; empty for nobody */
    Optional<String> getUsername(HttpSession session);
}
