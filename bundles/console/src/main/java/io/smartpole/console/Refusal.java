package io.smartpole.console;

import java.util.Map;

/** A request that is not answered as it was hoped; whoever asked is told why, and what would be right. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String whatToDo;

    /** @param status HTTP status, 400 to 599 */
    Refusal(int status, String error, String whatToDo) {
        super(error);
        this.status = status;
        this.whatToDo = whatToDo;
    }

    Response toResponse() {
        return Response.refused(status, String.valueOf(getMessage()), whatToDo, Map.of());
    }
}
