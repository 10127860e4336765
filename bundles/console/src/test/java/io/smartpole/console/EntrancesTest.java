package io.smartpole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import jakarta.servlet.Servlet;
import java.util.Dictionary;
import java.util.stream.Stream;
import org.eclipse.kura.web.api.Console;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** Where the console opens, and that it closes again. */
class EntrancesTest {

    private final BundleContext context = mock(BundleContext.class);
    private final Gateway gateway = FakeGateway.make(new FakeTime("2027-11-01T20:00:00Z"));
    private final ServiceReference<?> reference = mock(ServiceReference.class);

    @Test
    void onItsOwnServerItHasTheRootAndOnKurasItsOwnPath() {
        assertEquals("/*", WhiteboardEntrance.pattern(Stream.of("io.smartpole.core", "io.smartpole.kura-api")));
        assertEquals("/*", WhiteboardEntrance.pattern(Stream.of((@Nullable String) null)));
        assertEquals("/smartpole/*", WhiteboardEntrance.pattern(Stream.of("x", null, "org.eclipse.kura.api")));
    }

    @Test
    void theWhiteboardGetsTheServletAndLosesItAgain() {
        ServiceRegistration<?> registration = mock(ServiceRegistration.class);
        doReturn(registration).when(context).registerService(eq(Servlet.class), any(Servlet.class), any());
        when(context.getBundles()).thenReturn(new Bundle[] {mock(Bundle.class)});
        WhiteboardEntrance entrance = new WhiteboardEntrance(context, gateway);
        entrance.open();
        verify(context)
                .registerService(eq(Servlet.class), any(Servlet.class), argThat(EntrancesTest::isAsyncAtTheRoot));
        entrance.close();
        verify(registration).unregister();
    }

    private static boolean isAsyncAtTheRoot(Dictionary<String, ?> properties) {
        return "/*".equals(properties.get("osgi.http.whiteboard.servlet.pattern"))
                && Boolean.TRUE.equals(properties.get("osgi.http.whiteboard.servlet.asyncSupported"));
    }

    @Test
    void kurasConsoleGetsThePageAndLosesItAgain() throws Exception {
        Console console = mock(Console.class);
        doReturn(console).when(context).getService(reference);
        KuraEntrance entrance = new KuraEntrance(context, gateway, reference);
        entrance.open();
        verify(console).registerSecuredServlet(eq("/smartpole"), any());
        entrance.close();
        verify(console).unregisterServlet("/smartpole");
        verify(context).ungetService(reference);
    }

    @Test
    void aKuraThatTakesNoSecuredServletsIsLeftAlone() throws Exception {
        Console console = mock(Console.class);
        doThrow(new NoSuchMethodError("registerSecuredServlet")).when(console).registerSecuredServlet(any(), any());
        doReturn(console).when(context).getService(reference);
        KuraEntrance entrance = new KuraEntrance(context, gateway, reference);
        entrance.open();
        entrance.close();
        verify(console, never()).unregisterServlet(any());
    }

    @Test
    void aConsoleOfAnotherKindIsLeftAlone() {
        doReturn(new Object()).when(context).getService(reference);
        KuraEntrance entrance = new KuraEntrance(context, gateway, reference);
        entrance.open();
        entrance.close();
        verify(context).ungetService(reference);
    }
}
