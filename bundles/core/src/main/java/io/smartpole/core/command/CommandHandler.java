package io.smartpole.core.command;

import java.util.List;

/**
 * Registered as a service, it obeys some kinds of commands. It lives beside what it acts on. Whoever calls it has
 * admitted the command and remembered its id on disk, so that none is obeyed twice.
 */
public interface CommandHandler {

    /** @return what it can be told; always the same */
    List<CommandKind> kinds();

    /**
     * Does what is asked, and returns when it is done.
     *
     * @param request of one of its kinds
     * @param progress to tell how far it is, if it takes longer than a second or two
     * @throws IllegalArgumentException if an argument is wrong, saying in plain words which, what was given and what
     *     is expected; nothing was then done
     * @throws InterruptedException if the gateway stops; nobody is then told an outcome before the next start
     */
    CommandResult execute(CommandRequest request, Progress progress) throws InterruptedException;

    /** Tells whoever asked how far it is. */
    @FunctionalInterface
    interface Progress {

        /**
         * Does not block.
         *
         * @param percent 0 to 100
         * @param message in plain words
         */
        void tell(int percent, String message);
    }
}
