//! Exit codes, and how an error leaves the program.

use crate::messages;
use clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
use planfit::Language;
use planfit::report::escape::{terminal, terminal_lines};
use std::borrow::Cow;
use std::io::{ErrorKind, Write};

/// What the program says to a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Something fits; the command did what it should. A reader that goes away early (a closed pipe) is no failure.
    Success = 0,
    /// Nothing fits, or a check found something: an answer, not an error, but one that `if` can branch on (as grep's).
    Nothing = 1,
    /// Usage or input error (as clap's own): nothing was answered.
    Error = 2,
    /// The run went to its end, but some rows could not be read and were rejected.
    Rejects = 3,
}

/// An error of usage, or help and version, which clap treats as errors too.
pub(crate) fn usage(error: &clap::Error) -> Exit {
    // What clap quotes is the user's or a script's; it stops at some of the characters that a terminal obeys.
    let message = error.render().to_string();
    let is_help = error.kind() == DisplayHelpOnMissingArgumentOrSubcommand;
    let shown = messages::shown(&message, error.use_stderr() && !is_help);
    let printed = match terminal_lines(&shown) {
        Cow::Borrowed(_) if messages::language() == Language::En => error.print(),
        Cow::Borrowed(shown) if error.use_stderr() => write!(anstream::stderr(), "{shown}"),
        Cow::Borrowed(_) => {
            let styled = messages::shown(&error.render().ansi().to_string(), false);
            write!(anstream::stdout(), "{styled}")
        }
        Cow::Owned(shown) if error.use_stderr() => write!(anstream::stderr(), "{shown}"),
        Cow::Owned(shown) => write!(anstream::stdout(), "{shown}"),
    };
    match printed.and_then(|()| std::io::stdout().flush()) {
        _ if error.use_stderr() => Exit::Error,
        Ok(()) => Exit::Success,
        Err(error) => failure(&anyhow::Error::from(error).context("cannot write the help")),
    }
}

/// Prints an error as one line on standard error, with its hint on the next, and chooses the code.
pub(crate) fn failure(error: &anyhow::Error) -> Exit {
    let io = error
        .chain()
        .find_map(|cause| cause.downcast_ref::<std::io::Error>());
    if io.is_some_and(|io| io.kind() == ErrorKind::BrokenPipe) {
        return Exit::Success;
    }
    // A message quotes keys and file names that others chose, so it is escaped as everything is.
    // Our own errors say what they come from.
    let mut causes = Vec::new();
    for cause in error.chain() {
        causes.push(cause.to_string());
        if cause.is::<planfit::Error>() {
            break;
        }
    }
    let message = causes.join(": ");
    print("error:", ERROR, &messages::told(&message));
    let hint = error
        .chain()
        .find_map(|cause| cause.downcast_ref::<planfit::Error>())
        .and_then(planfit::Error::hint);
    if let Some(hint) = hint {
        print("hint:", HINT, &messages::told(hint));
    }
    Exit::Error
}

/// One line on standard error; a closed one is not an error.
fn print(head: &str, style: anstyle::Style, text: &str) {
    let (text, head) = (terminal(text), messages::told(head));
    // The Chinese colon brings its own space.
    let gap = if head.ends_with('：') { "" } else { " " };
    let _ = writeln!(anstream::stderr(), "{style}{head}{style:#}{gap}{text}");
}

const ERROR: anstyle::Style = anstyle::AnsiColor::Red.on_default().bold();
const HINT: anstyle::Style = anstyle::AnsiColor::Cyan.on_default().bold();

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_what_scripts_rely_on() {
        let codes =
            [Exit::Success, Exit::Nothing, Exit::Error, Exit::Rejects].map(|exit| exit as u8);
        assert_eq!(codes, [0, 1, 2, 3]);
    }

    #[test]
    fn a_closed_pipe_is_success() {
        let closed = anyhow::Error::from(std::io::Error::from(ErrorKind::BrokenPipe))
            .context("cannot write");
        assert_eq!(failure(&closed), Exit::Success);
    }
}
