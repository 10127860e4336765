package io.smartpole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.servlet.ServletException;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;
import org.eclipse.kura.web.api.Console;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.service.http.NamespaceException;

class KuraServletTest {

    private final Console console = mock(Console.class);
    private final HttpSession session = mock(HttpSession.class);
    private final HttpServletRequest request = mock(HttpServletRequest.class);
    private final HttpServletResponse response = mock(HttpServletResponse.class);
    private final Written written = new Written();
    private final Gateway gateway = FakeGateway.make(new FakeTime("2027-11-01T20:00:00Z"));
    private final KuraServlet servlet = new KuraServlet(console, gateway);

    @BeforeEach
    void somebodyIsLoggedIn() throws Exception {
        when(request.getSession(false)).thenReturn(session);
        when(console.getUsername(session)).thenReturn(Optional.of("admin"));
        when(request.getContextPath()).thenReturn("");
        when(request.getServletPath()).thenReturn("/smartpole");
        when(request.getHeader("Host")).thenReturn("pole.city.example");
        when(request.getRemoteAddr()).thenReturn("192.168.1.7");
        when(response.getOutputStream()).thenReturn(written);
    }

    private void ask(String method, @Nullable String path) throws Exception {
        when(request.getMethod()).thenReturn(method);
        when(request.getPathInfo()).thenReturn(path);
        servlet.service(request, response);
    }

    @Test
    void whoIsLoggedInSeesHealthLightAndWhichPoleItIs() throws Exception {
        ask("GET", "/api/v1/health");
        ask("GET", "/api/v1/light");
        ask("GET", "/api/v1/pole");
        verify(response, never()).setStatus(eq(403));
        assertTrue(written.text().contains("\"checks\":[{\"name\":\"uplink\""), written.text());
        assertTrue(written.text().contains("\"rule\":\"program\""), written.text());
        assertTrue(written.text().contains("\"evidenceKey\":{"), written.text());
    }

    @Test
    void theCompleteAnswerIsWrittenWithItsLengthAndItsHeaders() throws Exception {
        ask("GET", "/api/v1/console");
        verify(response).setStatus(200);
        verify(response).setContentType("application/json");
        verify(response).setContentLength("{\"readOnly\":true,\"user\":\"admin\"}".length());
        verify(response).setHeader("Cache-Control", "no-store");
        verify(response).setHeader(eq("Content-Security-Policy"), any());
        assertEquals("{\"readOnly\":true,\"user\":\"admin\"}", written.text());
    }

    @Test
    void thePageItselfIsASlashFurther() throws Exception {
        ask("GET", null);
        verify(response).setStatus(302);
        verify(response).setHeader("Location", "/smartpole/index.html");
        ask("GET", "/index.html");
        verify(response).setStatus(200);
    }

    @Test
    void eventsComeAsOneAnswerThatEnds() throws Exception {
        ask("GET", "/api/v1/events");
        verify(response).setContentType("text/event-stream");
        verify(request, never()).startAsync();
        assertTrue(written.text().startsWith("retry: 4000\n\nevent: pole\n"), written.text());
        assertTrue(written.text().endsWith("event: end\ndata: {}\n\n"), written.text());
    }

    @Test
    void aPartThatGoesAwayMeanwhileIsAnAnswerToo() throws Exception {
        gateway.health = () -> {
            throw new IllegalStateException("gone");
        };
        ask("GET", "/api/v1/events");
        verify(response).setStatus(500);
        verify(response).setHeader(eq("Content-Security-Policy"), any());
        assertTrue(written.text().contains("could not be found out"), written.text());
    }

    @Test
    void nothingIsChangedAndNoContentIsRead() throws Exception {
        ask("POST", "/api/v1/light/service");
        verify(response).setStatus(405);
        verify(response).setHeader("Allow", "GET, HEAD");
        verify(request, never()).getInputStream();
    }

    @Test
    void whatIsNotThereIsNotFound() throws Exception {
        ask("GET", "/x");
        verify(response).setStatus(404);
    }

    @Test
    void withoutASessionNobodySeesAnything() throws Exception {
        when(request.getSession(false)).thenReturn(null);
        isRefused();
    }

    @Test
    void aSessionInWhichNobodyLoggedInIsNoLogin() throws Exception {
        when(console.getUsername(session)).thenReturn(Optional.empty());
        isRefused();
        when(console.getUsername(session)).thenReturn(Optional.of(" "));
        ask("GET", "/api/v1/status");
        verify(response, never()).setStatus(200);
    }

    @Test
    void aSessionThatEndsJustNowIsNoLogin() throws Exception {
        when(console.getUsername(session)).thenThrow(new IllegalStateException("session is invalid"));
        isRefused();
    }

    private void isRefused() throws Exception {
        ask("GET", "/api/v1/status");
        verify(response).setStatus(401);
        assertEquals(
                "{\"error\":\"nobody is logged in\","
                        + "\"whatToDo\":\"log in at the Kura console, then open this page again\"}",
                written.text());
    }

    @Test
    void whatKuraHasAnsweredAlreadyIsLeftAlone() throws Exception {
        when(response.isCommitted()).thenReturn(true);
        ask("GET", "/");
        verify(response, never()).setStatus(anyInt());
        assertEquals("", written.text());
    }

    @Test
    void itComesInUnderItsPathAndGoesOutAgain() throws Exception {
        Runnable leave = KuraServlet.enter(console, "/smartpole", gateway);
        verify(console).registerSecuredServlet(eq("/smartpole"), any(KuraServlet.class));
        assertNotNull(leave);
        leave.run();
        verify(console).unregisterServlet("/smartpole");
    }

    @Test
    void aConsoleThatStopsItselfHoldsUpNobody() throws Exception {
        Runnable leave = KuraServlet.enter(console, "/smartpole", gateway);
        doThrow(new IllegalArgumentException("alias not found")).when(console).unregisterServlet("/smartpole");
        assertNotNull(leave);
        leave.run();
        verify(console).unregisterServlet("/smartpole");
    }

    @Test
    void whatDidNotComeInIsTakenOutAllTheSameSinceKuraWouldTryItAgainForEver() throws Exception {
        doThrow(new NamespaceException("taken")).when(console).registerSecuredServlet(any(), any());
        assertNull(KuraServlet.enter(console, "/smartpole", gateway));
        verify(console).unregisterServlet("/smartpole");
    }

    @Test
    void aServerThatIsGoingAwayIsLeftAlone() throws Exception {
        doThrow(new IllegalStateException("stopped")).when(console).registerSecuredServlet(any(), any());
        assertNull(KuraServlet.enter(console, "/smartpole", gateway));
    }

    @Test
    void whereThePathIsTakenOrTheConsoleIsGoneThereIsNothingToTakeOut() throws Exception {
        assertNull(KuraServlet.enter(null, "/smartpole", gateway));
        doThrow(new NamespaceException("taken")).when(console).registerSecuredServlet(any(), any());
        assertNull(KuraServlet.enter(console, "/smartpole", gateway));
        doThrow(new ServletException("no")).when(console).registerSecuredServlet(any(), any());
        assertNull(KuraServlet.enter(console, "/smartpole", gateway));
    }

    /** What went to the browser. */
    private static final class Written extends ServletOutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void write(int b) throws IOException {
            bytes.write(b);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new AssertionError("nothing is asynchronous here");
        }
    }
}
