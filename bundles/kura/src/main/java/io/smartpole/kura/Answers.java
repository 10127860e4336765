package io.smartpole.kura;

import io.smartpole.core.health.GatewayHealth;
import io.smartpole.core.light.Lighting;
import java.util.List;
import org.eclipse.kura.message.KuraResponsePayload;
import org.jspecify.annotations.Nullable;

/** What is answered to a request for the pole's status. */
final class Answers {

    static final int NOT_FOUND = 404;
    static final int ERROR = 500;

    private Answers() {}

    static KuraResponsePayload to(List<?> resource, @Nullable GatewayHealth health, @Nullable Lighting lighting) {
        KuraResponsePayload answer = new KuraResponsePayload(NOT_FOUND);
        answer.setExceptionMessage("there is no " + resource + "; there is: health, light");
        return answer;
    }
}
