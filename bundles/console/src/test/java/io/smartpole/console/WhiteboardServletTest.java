package io.smartpole.console;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class WhiteboardServletTest {

    private final HttpServletRequest request = mock(HttpServletRequest.class);
    private final HttpServletResponse response = mock(HttpServletResponse.class);
    private final ServletOutputStream out = mock(ServletOutputStream.class);
    private final Gateway gateway = FakeGateway.make(new FakeTime("2027-11-01T20:00:00Z"));
    private final LiveFeed feed = new LiveFeed(gateway);
    private final WhiteboardServlet servlet = new WhiteboardServlet(new FrontDoor(gateway, feed, new Page()), feed);

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"192.168.1.7", "0.0.0.0", "fe80::1", "::"})
    void whoComesFromElsewhereOrFromNowhereIsNotOnThisMachine(@Nullable String address) throws Exception {
        assertFalse(WhiteboardServlet.isLoopback(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"})
    void whoComesOverALoopbackAddressIs(String address) throws Exception {
        assertTrue(WhiteboardServlet.isLoopback(address));
    }

    @Test
    void itAnswersOnlyToItsOwnMachineAndReadsNothingOfWhatIsRefused() throws Exception {
        ask("POST", "", "192.168.1.7", "/api/v1/light/service");
        verify(response).setStatus(403);
        ask("GET", "", "192.168.1.7", "/api/v1/status");
        verify(response, times(2)).setStatus(403);
        verify(request, never()).getInputStream();
    }

    @Test
    void thePathIsTheOneBelowWhereTheServerPutIt() throws Exception {
        ask("GET", "/smartpole", "127.0.0.1", null);
        verify(response).setHeader("Location", "/smartpole/index.html");
        ask("GET", "/smartpole", "127.0.0.1", "/index.html");
        ask("GET", "", "127.0.0.1", "/");
        ask("GET", "", "127.0.0.1", null); // as Felix's server says it
        ask("GET", "/", "127.0.0.1", null);
        verify(response, times(4)).setStatus(200);
        verify(response, times(4)).setContentType("text/html;charset=utf-8");
    }

    @Test
    void whereThereIsNoLoginThePageMayChangeThings() throws Exception {
        ask("GET", "", "::1", "/api/v1/console");
        verify(out).write("{\"readOnly\":false,\"user\":null}".getBytes(StandardCharsets.UTF_8));
        verify(response).setHeader("Cache-Control", "no-store");
    }

    @Test
    void eventsAreStreamedWithoutAThread() throws Exception {
        AsyncContext context = mock(AsyncContext.class);
        when(request.startAsync()).thenReturn(context);
        ask("GET", "", "127.0.0.1", "/api/v1/events");
        verify(context).setTimeout(0);
        verify(out).setWriteListener(any());
        verify(context, never()).complete();
    }

    private void ask(String method, String mount, String address, @Nullable String path) throws Exception {
        when(response.getOutputStream()).thenReturn(out);
        when(request.getMethod()).thenReturn(method);
        when(request.getContextPath()).thenReturn("");
        when(request.getServletPath()).thenReturn(mount);
        when(request.getPathInfo()).thenReturn(path);
        when(request.getRemoteAddr()).thenReturn(address);
        when(request.getHeader("Host")).thenReturn("localhost:8080");
        servlet.service(request, response);
    }
}
