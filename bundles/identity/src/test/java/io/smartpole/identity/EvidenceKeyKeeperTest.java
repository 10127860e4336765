package io.smartpole.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.isNull;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.keys.EvidenceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class EvidenceKeyKeeperTest {

    private final BundleContext context = mock(BundleContext.class);

    @TempDir
    Path folder;

    @BeforeEach
    void dataFolder() {
        when(context.getProperty(anyString())).thenReturn(folder.toString());
    }

    @Test
    @SuppressWarnings("unchecked") // a mock knows no type arguments
    void theKeyIsOfferedAsLongAsTheBundleRuns() throws IOException {
        ServiceRegistration<EvidenceKey> registration = mock(ServiceRegistration.class);
        when(context.registerService(eq(EvidenceKey.class), any(PoleKeys.class), isNull()))
                .thenReturn(registration);
        EvidenceKeyKeeper keeper = new EvidenceKeyKeeper(context);

        assertEquals(HealthStatus.OK, keeper.check().status());
        assertEquals(
                "evidence is signed with the key " + new PoleKeys(context).id().hex(),
                keeper.check().message());
        keeper.deactivate();
        verify(registration).unregister();
    }

    @Test
    void aKeyThatCannotBeReadIsCriticalAndNoOtherIsOffered() throws IOException {
        Files.createDirectories(folder.resolve("identity/evidence.key"));
        EvidenceKeyKeeper keeper = new EvidenceKeyKeeper(context);

        assertEquals(HealthStatus.CRITICAL, keeper.check().status());
        assertTrue(keeper.check().message().startsWith("no evidence is recorded and nothing is sent"));
        assertTrue(keeper.check().action().contains("identity/"));
        keeper.deactivate();
        verify(context, never()).registerService(eq(EvidenceKey.class), any(EvidenceKey.class), any());
    }
}
