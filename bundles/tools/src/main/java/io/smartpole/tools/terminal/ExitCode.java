package io.smartpole.tools.terminal;

/** What a command says to programs about how it ended. */
public final class ExitCode {

    /** Done, all is well. */
    public static final int OK = 0;

    /** Not verified, refused, different, or somebody will have to act. */
    public static final int NOT_OK = 1;

    /** Wrong use, no connection, or no answer. */
    public static final int FAILED = 2;

    /** Of commands that tell how poles are doing: somebody has to act now. */
    public static final int CRITICAL = 3;

    private ExitCode() {}
}
