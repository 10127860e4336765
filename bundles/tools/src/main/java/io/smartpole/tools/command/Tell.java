package io.smartpole.tools.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smartpole.core.time.TimeSource;
import io.smartpole.tools.command.Commands.Answer;
import io.smartpole.tools.terminal.ExitCode;
import io.smartpole.tools.terminal.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pole command}: any command, by its kind. The pole knows which there are, and says so when it is told another. */
@Command(
        name = "command",
        description =
                "Signs a command of any kind, sends it, tells how far the pole is, and shows its one answer. A pole"
                        + " that does not know a kind answers with those that it knows.",
        footer = {
            "",
            "Exit codes: 0 done; 1 refused or failed; 2 wrong use, no connection, or no answer in time.",
            "",
            "Examples:",
            "  pole command selftest",
            "  pole command diagnostics --pole dormagen/p-1",
            "  pole command gateway.restart",
            "  pole command log.level --arg logger=io.smartpole.uplink --arg level=DEBUG --arg seconds=600",
            "  pole command evidence.resend --arg lane=measurement --arg first=100 --arg last=200",
            "  pole command light.identify --arg seconds=20",
            "  pole command key.rotate --sign-key identity.pem"
        })
public final class Tell implements Callable<Integer> {

    private final TimeSource time;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "KIND", description = "Such as selftest.")
    private String kind = "";

    @Option(
            names = "--arg",
            paramLabel = "NAME=VALUE",
            description =
                    "An argument; repeat it for more. What reads as JSON, such as 5 or true, is sent as that; anything"
                            + " else is a text, as is what stands in \"quotes\".")
    private Map<String, String> arguments = new LinkedHashMap<>();

    @Option(names = "--json", description = "The answer as JSON, for programs.")
    private boolean json;

    @Mixin
    private CommandOptions options = new CommandOptions();

    public Tell(TimeSource time) {
        this.time = time;
    }

    @Override
    public Integer call() throws InterruptedException {
        ObjectNode body = CommandOptions.command(kind);
        arguments.forEach((name, text) -> body.withObjectProperty("arguments").set(name, Json.value(text)));
        Answer answer = options.ask(body, options.key(), time);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(toJson(answer));
            return answer.done() ? ExitCode.OK : ExitCode.NOT_OK;
        }
        int code = options.tell(answer);
        if (answer.data().isObject()) {
            AnswerData.lines(answer.data()).forEach(out::println);
            out.flush();
        }
        return code;
    }

    private static ObjectNode toJson(Answer answer) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("pole", answer.from())
                .put("outcome", answer.outcome())
                .put("code", answer.code())
                .put("reason", answer.reason());
        if (answer.data().isObject()) {
            node.set("data", answer.data());
        }
        return node;
    }
}
