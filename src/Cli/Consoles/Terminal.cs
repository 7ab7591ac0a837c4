using Spectre.Console;

namespace WFrame.Cli.Consoles;

/// <summary>Where a command writes and what time it is; injected, so that every command is testable in process.</summary>
/// <param name="Out">Results, standard output.</param>
/// <param name="Error">Diagnostics as plain lines, standard error.</param>
/// <param name="Diagnostics">Progress bars; the same stream as <paramref name="Error"/>.</param>
/// <param name="Clock">For progress and time left.</param>
internal sealed record Terminal(TextWriter Out, TextWriter Error, IAnsiConsole Diagnostics, TimeProvider Clock);
