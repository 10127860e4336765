package io.smartpole.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.isNull;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.smartpole.core.health.HealthStatus;
import io.smartpole.core.keys.EvidenceKey;
import io.smartpole.core.keys.EvidenceKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class EvidenceKeyKeeperTest {

    private static final String[] SERVICES = {EvidenceKey.class.getName(), EvidenceKeys.class.getName()};

    private final BundleContext context = mock(BundleContext.class);

    @TempDir
    Path folder;

    @BeforeEach
    void dataFolder() {
        when(context.getProperty(anyString())).thenReturn(folder.toString());
    }

    @Test
    void theKeysAreOfferedAsLongAsTheBundleRuns() throws IOException {
        ServiceRegistration<?> registration = mock(ServiceRegistration.class);
        doReturn(registration).when(context).registerService(eq(SERVICES), any(PoleKeys.class), isNull());
        EvidenceKeyKeeper keeper = new EvidenceKeyKeeper(context);

        assertEquals(HealthStatus.OK, keeper.check().status());
        String date = LocalDate.ofInstant(
                        Files.getLastModifiedTime(folder.resolve("identity/evidence.pub.pem"))
                                .toInstant(),
                        ZoneOffset.UTC)
                .toString();
        assertEquals(
                "evidence is signed with the key " + new PoleKeys(context).id().hex() + " since " + date,
                keeper.check().message());
        keeper.deactivate();
        verify(registration).unregister();
    }

    @Test
    void aDateThatIsNoneIsNotTold() throws IOException {
        new PoleKeys(context);
        Files.setLastModifiedTime(folder.resolve("identity/evidence.pub.pem"), FileTime.fromMillis(1000));
        assertFalse(new EvidenceKeyKeeper(context).check().message().contains("since"));
    }

    @Test
    void aKeyThatCannotBeReadIsCriticalAndNoOtherIsOffered() throws IOException {
        Files.createDirectories(folder.resolve("identity/evidence.key"));
        EvidenceKeyKeeper keeper = new EvidenceKeyKeeper(context);

        assertEquals(HealthStatus.CRITICAL, keeper.check().status());
        assertTrue(keeper.check().message().startsWith("no evidence is recorded and nothing is sent"));
        assertTrue(keeper.check().action().contains("identity/"));
        keeper.deactivate();
        verify(context, never()).registerService(eq(SERVICES), any(), any());
    }
}
