//! Help and errors of usage, which clap prints, in the language of the program.

use super::{TOLD_IN_CHINESE, chinese, language, say};
use clap::builder::{Str, StyledStr};
use clap::{Arg, Command};
use planfit::Language;
use planfit::assessment::{colon, list};

/// The command line with its help in Chinese.
pub(crate) fn in_chinese(mut command: Command) -> Command {
    let about = command.get_about().map(text_in_chinese);
    let long = command.get_long_about().map(text_in_chinese);
    let after = command.get_after_help().map(text_in_chinese);
    command = match about {
        Some(about) => command.about(about),
        None => command,
    };
    command = match long {
        Some(long) => command.long_about(long),
        None => command,
    };
    command = match after {
        Some(after) => command.after_help(after),
        None => command,
    };
    let names: Vec<_> = command
        .get_arguments()
        .map(|arg| arg.get_id().clone())
        .collect();
    for name in names {
        command = command.mut_arg(name, arg_in_chinese);
    }
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    for name in names {
        command = command.mut_subcommand(name, in_chinese);
    }
    command
}

fn arg_in_chinese(mut arg: Arg) -> Arg {
    let help = arg.get_help().map(text_in_chinese);
    let long = arg.get_long_help().map(text_in_chinese);
    let heading = arg.get_help_heading();
    let heading = heading.and_then(|heading| TOLD_IN_CHINESE.whole.get(heading).copied());
    arg = match help {
        Some(help) => arg.help(help),
        None => arg,
    };
    arg = match long {
        Some(long) => arg.long_help(long),
        None => arg,
    };
    arg = match heading {
        Some(heading) => arg.help_heading(heading),
        None => arg,
    };
    let names = arg.get_value_names().unwrap_or_default().iter();
    let names: Vec<Str> = names.map(|name| Str::from(chinese(name))).collect();
    match names.is_empty() {
        true => arg,
        false => arg.value_names(names),
    }
}

/// A help text line by line; lines that are commands stay as they are, but for what is said beside them.
fn text_in_chinese(text: &StyledStr) -> String {
    let lines: Vec<String> = text.to_string().lines().map(line_in_chinese).collect();
    lines.join("\n")
}

fn line_in_chinese(line: &str) -> String {
    if let Some(chinese) = TOLD_IN_CHINESE.find(line) {
        return chinese;
    }
    // `  planfit init          write profile.toml, to be filled in`
    let beside = line
        .trim_start()
        .find("   ")
        .map(|at| at + line.len() - line.trim_start().len());
    match beside.map(|at| line.split_at(at)) {
        Some((command, said)) => {
            let gap = said.len() - said.trim_start().len();
            format!("{command}{}{}", &said[..gap], chinese(said.trim_start()))
        }
        None => line.to_owned(),
    }
}

/// What clap writes itself around our words, in the order in which it is looked for.
const CLAP: [&str; 13] = [
    "[OPTIONS]",
    "<COMMAND>",
    "Usage:",
    "Commands:",
    "Arguments:",
    "Possible values:",
    "[possible values:",
    "[default:",
    "[aliases:",
    "[alias:",
    "Print help (see more with '--help')",
    "Print help (see a summary with '-h')",
    "Print help",
];

/// Headings of our own, behind which clap sets a colon.
const HEADINGS: [&str; 7] = [
    "Global options",
    "Reading",
    "Output",
    "Writing",
    "Running",
    "Ranking",
    "Profile",
];

/// What clap has rendered, help or an error, in the language of the program.
pub(crate) fn shown(rendered: &str, is_error: bool) -> String {
    match language() {
        Language::En => rendered.to_owned(),
        Language::Zh if is_error => {
            let lines: Vec<String> = rendered.lines().map(error_line).collect();
            lines.join("\n") + "\n"
        }
        Language::Zh => help_in_chinese(rendered),
    }
}

/// Help with the values that stand in brackets behind a text on one line: clap breaks full lines within them.
fn whole_brackets(rendered: &str) -> String {
    let is_open = |text: &str| {
        let last = text.rfind('[').map_or("", |at| &text[at..]);
        !last.contains(']') && (last.starts_with("[possible") || last.starts_with("[default"))
    };
    let mut lines: Vec<String> = Vec::new();
    for line in rendered.split('\n') {
        match lines.last_mut() {
            Some(last) if is_open(last) => {
                last.push(' ');
                last.push_str(line.trim_start());
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines.join("\n")
}

/// Help as clap has rendered it around our Chinese texts.
fn help_in_chinese(rendered: &str) -> String {
    let mut text = whole_brackets(rendered);
    for english in CLAP {
        text = text.replace(english, say(Language::Zh, english));
    }
    for heading in HEADINGS.map(chinese) {
        let told = format!("{heading}{}", colon(Language::Zh));
        text = text.replace(&format!("{heading}:"), &told);
    }
    // Last, since the headings above may end so.
    text = text.replace("Options:", say(Language::Zh, "Options:"));
    let lines = text.lines().map(value_line);
    let lines: Vec<String> = lines.map(|line| without_gaps(&line)).collect();
    lines.join("\n") + "\n"
}

/// A line without the space that clap writes after a colon, and with Chinese marks between the values of an option.
fn without_gaps(line: &str) -> String {
    let mut line = line.to_owned();
    for end in ["", "\u{1b}[0m"] {
        let colon = format!("{}{end}", colon(Language::Zh));
        line = line.replace(&format!("{colon} "), &colon);
    }
    let Some(at) = line.find(say(Language::Zh, "[possible values:")) else {
        return line;
    };
    let (before, values) = line.split_at(at);
    let (values, after) = values.split_at(values.find(']').unwrap_or(values.len()));
    let values: Vec<&str> = values.split(", ").collect();
    format!("{before}{}{after}", list(&values, Language::Zh))
}

/// `- zh: Chinese`: a value of an option with what it means, which clap keeps to itself.
fn value_line(line: &str) -> String {
    let is_value = strip_style(line.trim_start()).starts_with("- ");
    match line.split_once(": ") {
        Some((value, meaning)) if is_value => {
            let meaning = meaning.trim_start();
            format!("{value}{}{}", colon(Language::Zh), chinese(meaning))
        }
        _ => line.to_owned(),
    }
}

/// A line without a style at its beginning.
fn strip_style(line: &str) -> &str {
    match line.strip_prefix('\u{1b}') {
        Some(rest) => rest
            .split_once('m')
            .map_or(rest, |(_, rest)| strip_style(rest)),
        None => line,
    }
}

fn error_line(line: &str) -> String {
    let trimmed = line.trim_start();
    let indent = &line[..line.len() - trimmed.len()];
    format!(
        "{indent}{}",
        TOLD_IN_CHINESE
            .find(trimmed)
            .unwrap_or_else(|| trimmed.to_owned())
            .replace("[OPTIONS]", say(Language::Zh, "[OPTIONS]"))
            .replace("<COMMAND>", say(Language::Zh, "<COMMAND>"))
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Cli;
    use clap::CommandFactory;

    fn texts(command: &Command, found: &mut Vec<String>) {
        let mut add = |text: &str| found.extend(text.lines().map(str::to_owned));
        let styled = |text: Option<&StyledStr>| text.map(ToString::to_string).unwrap_or_default();
        add(&styled(command.get_about()));
        add(&styled(command.get_long_about()));
        add(&styled(command.get_after_help()));
        for arg in command.get_arguments() {
            add(&styled(arg.get_help()));
            add(&styled(arg.get_long_help()));
            for value in arg.get_possible_values() {
                if arg.get_action().takes_values() {
                    add(&styled(value.get_help()));
                }
            }
            add(arg.get_help_heading().unwrap_or_default());
        }
        for sub in command.get_subcommands() {
            texts(sub, found);
        }
    }

    /// Every text of the help is in the table; commands to copy stay as they are.
    #[test]
    fn every_help_text_has_a_chinese_one() {
        let mut found = Vec::new();
        texts(&Cli::command(), &mut found);
        let is_command = |line: &str| {
            let line = line.trim_start();
            line.starts_with(|c: char| c.is_ascii_lowercase())
                && line.contains("planfit ")
                && line.len() < line.trim().len() + 1
                && !line.contains("   ")
        };
        let missing: Vec<&String> = found
            .iter()
            .filter(|line| !line.trim().is_empty())
            .filter(|line| !(line.starts_with("  ") && is_command(line)))
            .filter(|line| line_in_chinese(line) == **line)
            .collect();
        assert!(missing.is_empty(), "{missing:#?}");
    }

    /// The help of a command and of all below it, long and short, in Chinese.
    fn helps(command: Command, found: &mut Vec<(String, String)>) {
        let mut command = command.disable_help_subcommand(true);
        command.build();
        let mut walk = vec![command];
        while let Some(mut command) = walk.pop() {
            let name = command.get_name().to_owned();
            for rendered in [command.render_long_help(), command.render_help()] {
                found.push((name.clone(), help_in_chinese(&rendered.to_string())));
            }
            walk.extend(command.get_subcommands().cloned());
        }
    }

    /// The lines of a help text, those as one that share what stands in backticks.
    fn with_whole_quotations(help: &str) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for line in help.lines() {
            match lines.last_mut() {
                Some(last) if last.matches('`').count() % 2 == 1 => {
                    last.push_str(line.trim_start())
                }
                _ => lines.push(line.to_owned()),
            }
        }
        lines
    }

    /// Words of Latin letters in a line of help that are neither option, quoted, nor part of a command to copy.
    fn english_words(line: &str) -> Vec<String> {
        if line.contains("planfit ") {
            return Vec::new();
        }
        let unquoted: String = line.split('`').step_by(2).collect::<Vec<_>>().join(" ");
        let is_part = |c: char| c.is_ascii_alphanumeric() || "-_.+/".contains(c);
        let words = unquoted.split(|c: char| !is_part(c));
        let words = words.map(|word| word.trim_matches(|c: char| "._/+".contains(c)));
        let words = words.filter(|word| word.bytes().any(|byte| byte.is_ascii_alphabetic()));
        let words = words.filter(|word| !word.starts_with('-'));
        words.map(str::to_owned).collect()
    }

    #[test]
    fn chinese_help_has_no_english_but_names() {
        let mut found = Vec::new();
        helps(in_chinese(Cli::command()), &mut found);
        assert!(found.len() > 40, "{}", found.len());
        let mut others = std::collections::BTreeMap::new();
        for (command, help) in &found {
            for line in with_whole_quotations(help) {
                for word in english_words(&line) {
                    if !NAMES.split_whitespace().any(|name| name == word) {
                        others.entry(word).or_insert((command, line.clone()));
                    }
                }
            }
        }
        assert!(others.is_empty(), "{others:#?}");
        // The test sees what it is about.
        assert_eq!(english_words("  -o, --output <FILE>  写入`FILE`"), ["FILE"]);
        assert_eq!(english_words("  Print help"), ["Print", "help"]);
    }

    /// Names of formats, commands and values, which are the same in every language.
    const NAMES: &str = "\
BOM CSV DOCX Excel HTML JSON JSONL Markdown NO_COLOR ODS PDF SHA-256 TOML TSV UTF-8 XLS XLSX adapt always \
auto bash batch caps check compare compile completions csv description diff docx elvish en enterprise \
eval explain fish front full-width guide html id industry init institute json jsonl keywords kind learn \
list man markdown match name never new-materials/aerogel ocr ods plan.toml planfit planfit-match.1 \
planfit.1 platform powershell products profile.toml project report review search shell show \
src/learn/data/inputs.toml subdivision suggest table talent taxonomy text today toml tsv typo verify why \
xlsx zh zsh";

    #[test]
    fn no_gap_is_left_after_a_chinese_colon() {
        assert_eq!(
            without_gaps("\u{1b}[1m用法：\u{1b}[0m planfit"),
            "\u{1b}[1m用法：\u{1b}[0mplanfit"
        );
        assert_eq!(
            without_gaps("  [可选值： csv, tsv] [默认：a, b]"),
            "  [可选值：csv、tsv] [默认：a, b]"
        );
    }

    #[test]
    fn values_of_options_are_told_with_what_they_mean() {
        assert_eq!(
            value_line("          - \u{1b}[1mzh\u{1b}[0m: Chinese"),
            "          - \u{1b}[1mzh\u{1b}[0m：中文"
        );
        assert_eq!(value_line("a line: as it is"), "a line: as it is");
    }
}
