package io.smartpole.lighting.supervision;

import io.smartpole.core.light.LampFigures;
import io.smartpole.core.light.LightLevel;
import io.smartpole.core.profile.HardwareProfile.LampWiring;
import io.smartpole.core.profile.HardwareProfile.Supply;
import java.time.Duration;

/** The lamp's counters without a meter, for tests of other packages. */
public final class TestLedger {

    private final LampLedger ledger = new LampLedger(LampFigures.NONE);

    public TestLedger(LampWiring wiring) {
        ledger.lamp(wiring, Supply.PERMANENT);
    }

    public void told(LightLevel output, Duration sinceBoot) {
        ledger.output(sinceBoot, output.ratio());
    }

    public LampFigures figures(Duration sinceBoot) {
        ledger.pass(sinceBoot);
        return ledger.figures();
    }
}
