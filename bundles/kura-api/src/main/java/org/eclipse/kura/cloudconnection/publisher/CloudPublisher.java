package org.eclipse.kura.cloudconnection.publisher;

import org.eclipse.kura.KuraException;
import org.eclipse.kura.cloudconnection.message.KuraMessage;
import org.jspecify.annotations.Nullable;

/** Publishes over one of Kura's cloud connections; the topic is set up in Kura's console. */
public interface CloudPublisher {

    /**
     * @return the message's number; null if it is sent without being waited for
     * @throws KuraException if the message is not taken
     */
    @Nullable
    String publish(KuraMessage message) throws KuraException;
}
