package io.smartpole.kura.container.inside;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.eclipse.kura.cloudconnection.publisher.CloudPublisher;
import org.eclipse.kura.cloudconnection.request.RequestHandler;
import org.eclipse.kura.cloudconnection.request.RequestHandlerContext;
import org.eclipse.kura.cloudconnection.request.RequestHandlerRegistry;
import org.eclipse.kura.message.KuraPayload;

/** One of Kura's cloud connections: others ask over it, and a publisher of it publishes. */
final class CloudConnection implements RequestHandlerRegistry, CloudPublisher {

    private final Map<String, RequestHandler> handlers = new ConcurrentSkipListMap<>();
    private final List<String> published = new CopyOnWriteArrayList<>();

    @Override
    public void registerRequestHandler(String id, RequestHandler handler) throws Trouble {
        if (handlers.putIfAbsent(id, handler) != null) {
            throw new Trouble(id + " is taken");
        }
    }

    @Override
    public void unregister(String id) throws Trouble {
        if (handlers.remove(id) == null) {
            throw new Trouble(id + " is not known");
        }
    }

    Iterable<String> handlers() {
        return handlers.keySet();
    }

    /** @return code and body of the answer to a request of that resource */
    List<String> ask(String handler, String resource) throws KuraException {
        KuraMessage request = new KuraMessage(new KuraPayload(), Map.of("args", List.of(resource.split("/", -1))));
        RequestHandler found = handlers.get(handler);
        if (found == null) {
            throw new Trouble("there is no handler " + handler);
        }
        KuraPayload answer = found.doGet(new RequestHandlerContext(), request).getPayload();
        return List.of("" + answer.getMetric("response.code"), text(answer));
    }

    private static String text(KuraPayload payload) {
        byte[] body = payload.getBody();
        return body == null ? "" : new String(body, UTF_8);
    }

    @Override
    public String publish(KuraMessage message) {
        KuraPayload payload = message.getPayload();
        published.add(
                payload.getMetric("check") + " " + payload.getMetric("status") + " " + payload.getMetric("message"));
        return "" + published.size();
    }

    List<String> published() {
        return published;
    }
}
