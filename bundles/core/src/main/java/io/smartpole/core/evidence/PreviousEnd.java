package io.smartpole.core.evidence;

/** How the process before this one ended, as the store of batches shows it. */
public enum PreviousEnd {
    /** There is nothing of it: a new pole, or its store is lost. */
    NEW_STORE("new-store"),
    /** It was stopped, and all it had read is stored. */
    AFTER_CLEAN_STOP("after-clean-stop"),
    /** It lost power, was killed or broke down: up to one batch interval of readings may be missing. */
    AFTER_UNCLEAN_STOP("after-unclean-stop");

    private final String label;

    PreviousEnd(String label) {
        this.label = label;
    }

    /** @return the word used in messages and records */
    public String label() {
        return label;
    }
}
