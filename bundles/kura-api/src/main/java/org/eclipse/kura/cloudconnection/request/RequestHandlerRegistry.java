package org.eclipse.kura.cloudconnection.request;

import org.eclipse.kura.KuraException;

/** Where one says what one answers to; every cloud connection of Kura that can be asked offers one. */
public interface RequestHandlerRegistry {

    /** @throws KuraException if the name is taken */
    void registerRequestHandler(String id, RequestHandler handler) throws KuraException;

    /** @throws KuraException if the name is not known */
    void unregister(String id) throws KuraException;
}
