package org.eclipse.kura.cloudconnection.request;

import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.message.KuraMessage;

/** Answers requests that come over Kura's cloud connections. What it does not implement, Kura's own declaration refuses. */
public interface RequestHandler {

    /**
     * @param request its property {@code args} is the list of the parts of the resource
     * @throws KuraException never here: a refusal is an answer too
     */
    KuraMessage doGet(RequestHandlerContext context, KuraMessage request) throws KuraException;
}
