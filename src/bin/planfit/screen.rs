//! What is known about the terminal: its width, and whether it takes colours.

use anstream::{AutoStream, ColorChoice};
use planfit::report::table::Layout;

/// Columns where the output is no terminal and no width is asked for: what fits an e-mail or a log.
const NO_TERMINAL: usize = 100;

/// Columns beyond which lines are no longer read with ease.
const WIDEST: usize = 140;

/// How to lay out what goes to standard output; `width` is the user's own choice.
pub(crate) fn layout(width: Option<u16>) -> Layout {
    let terminal = || terminal_size::terminal_size_of(std::io::stdout());
    let width = match width {
        Some(width) => usize::from(width),
        None => terminal().map_or(NO_TERMINAL, |(width, _)| usize::from(width.0).min(WIDEST)),
    };
    Layout {
        width,
        colour: AutoStream::choice(&std::io::stdout()) != ColorChoice::Never,
    }
}

/// An argument as it has to be written in a shell to arrive as it is.
pub(crate) fn shell_word(argument: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "_./-+,:@%=".contains(c);
    if !argument.is_empty() && argument.chars().all(is_plain) {
        return argument.to_owned();
    }
    format!("'{}'", argument.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_quoted_where_a_shell_would_cut_them() {
        let words = ["a/b-1.toml", "电池.toml", "my firm.toml", "it's", ""].map(shell_word);
        assert_eq!(
            words,
            [
                "a/b-1.toml",
                "电池.toml",
                "'my firm.toml'",
                r"'it'\''s'",
                "''"
            ]
        );
    }
}
