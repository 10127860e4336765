package io.smartpole.kura.container.inside;

import org.eclipse.kura.KuraException;

/** What the imitation throws where Kura throws. */
@SuppressWarnings("serial")
final class Trouble extends KuraException {

    private final String message;

    Trouble(String message) {
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
