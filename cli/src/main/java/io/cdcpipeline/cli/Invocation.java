package io.cdcpipeline.cli;

import io.cdcpipeline.cli.completion.Completion;
import io.cdcpipeline.cli.output.CliException;
import io.cdcpipeline.cli.output.ExitCode;
import io.cdcpipeline.cli.output.Health;
import io.cdcpipeline.cli.output.Terminal;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** One command from its arguments to its exit code. */
final class Invocation {
  /** As a shell reports a process that SIGPIPE ended. */
  private static final int BROKEN_PIPE = 141;

  private Invocation() {}

  static int run(Terminal terminal, String... arguments) {
    if (arguments.length > 0 && arguments[0].equals(Completion.REQUEST)) {
      var words = List.of(arguments).subList(1, arguments.length);
      Completion.of(KubectlCdc.commands(terminal).getCommandSpec(), words)
          .forEach(terminal.out()::println);
      return terminal.out().checkError() ? BROKEN_PIPE : ExitCode.OK;
    }
    var ansi = terminal.style().colored() ? Ansi.ON : Ansi.OFF;
    int code =
        KubectlCdc.commands(terminal, arguments)
            .setOut(terminal.out())
            .setErr(terminal.err())
            .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpWidth(100)
            .setParameterExceptionHandler((e, args) -> usage(terminal, e))
            .setExecutionExceptionHandler((e, command, result) -> failed(terminal, e))
            .execute(arguments);
    terminal.err().flush();
    return terminal.out().checkError() ? BROKEN_PIPE : code;
  }

  private static int usage(Terminal terminal, ParameterException e) {
    var help = "See: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
    var meant = new StringWriter();
    UnmatchedArgumentException.printSuggestions(e, new PrintWriter(meant));
    report(terminal, e.getMessage().replaceFirst("^Error: ", ""), meant + help);
    return ExitCode.USAGE;
  }

  private static int failed(Terminal terminal, Exception e) {
    if (e instanceof Terminal.BrokenPipeException) {
      return BROKEN_PIPE;
    }
    if (e instanceof CliException failure) {
      report(terminal, failure.getMessage(), failure.advice());
      return failure.exitCode();
    }
    if (e instanceof KubernetesClientException) {
      report(terminal, e.getMessage(), "");
      return ExitCode.UNAVAILABLE;
    }
    report(terminal, "unexpected: " + e, "This is a fault of kubectl cdc; please report it with:");
    e.printStackTrace(terminal.err());
    return ExitCode.UNAVAILABLE;
  }

  private static void report(Terminal terminal, String message, String advice) {
    terminal.err().println(terminal.style().of(Health.FAILING, "error: ") + message);
    if (!advice.isEmpty()) {
      terminal.err().println(advice);
    }
  }
}
