package io.smartpole.kura;

import io.smartpole.core.health.GatewayHealth;
import io.smartpole.core.light.Lighting;
import java.util.List;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.request.RequestHandler;
import org.eclipse.kura.cloudconnection.request.RequestHandlerContext;
import org.eclipse.kura.cloudconnection.request.RequestHandlerRegistry;
import org.eclipse.kura.message.KuraResponsePayload;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers whoever asks over one of Kura's own cloud connections how the pole is doing. */
@Component(service = StatusRequests.class, immediate = true)
public final class StatusRequests implements RequestHandler {

    /** What it is asked under, such as {@code SMARTPOLE-V1/GET/health}. */
    static final String ID = "SMARTPOLE-V1";

    private static final Logger LOG = LoggerFactory.getLogger(StatusRequests.class);

    // Each may be missing, come and go.
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable GatewayHealth health;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Lighting lighting;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addRegistry(RequestHandlerRegistry registry) {
        try {
            registry.registerRequestHandler(ID, this);
        } catch (KuraException | RuntimeException e) {
            LOG.warn("one of Kura's cloud connections does not let {} be asked: {}", ID, e.toString());
        }
    }

    void removeRegistry(RequestHandlerRegistry registry) {
        try {
            registry.unregister(ID);
        } catch (KuraException | RuntimeException e) { // it goes away, too
            LOG.debug("{} was not taken back from one of Kura's cloud connections: {}", ID, e.toString());
        }
    }

    @Override
    public KuraMessage doGet(RequestHandlerContext context, KuraMessage request) {
        return new KuraMessage(answer(request.getProperties().get("args")));
    }

    private KuraResponsePayload answer(@Nullable Object resource) {
        GatewayHealth checks = health;
        Lighting light = lighting;
        try {
            if (List.of("health").equals(resource)) {
                return Answers.health(checks == null ? null : checks.report());
            }
            if (List.of("light").equals(resource)) {
                return Answers.light(light == null ? null : light.status());
            }
            return Answers.refusal(Answers.NOT_FOUND, "ask for health or light, there is nothing else");
        } catch (RuntimeException e) { // of a service that is going away just now
            LOG.warn("{} was not answered", resource, e);
            return Answers.refusal(Answers.ERROR, "the gateway failed to answer, its log says why");
        }
    }
}
