//! `planfit match --interactive`: a profile is edited, and its ranking follows at every key.
//!
//! ```text
//! terminal --event--> App::handle --Action--> here (files, leaving)     app.rs, keys.rs, editor.rs, form.rs
//! App --refresh--> matcher;  App --draw--> terminal                     pages.rs, places.rs, draw.rs, theme.rs, words.rs
//! ```
//!
//! The state knows neither the terminal nor the matcher nor the disk, so that any row of keys can be tried in a test.

mod app;
mod draw;
mod editor;
mod form;
pub(crate) mod keys;
mod pages;
mod places;
pub(crate) mod session;
#[cfg(test)]
mod tests;
pub(crate) mod theme;
mod words;

use anyhow::{Context, Result};
use app::{Action, App, Saved, Start};
use planfit::files::{Pending, is_there};
use planfit::report::escape::terminal as escape;
use planfit::{Error, ErrorKind, Language, Matcher, Options, Profile, Scratch, Taxonomy};
use session::Session;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often a wish of the system to end is looked for while nobody types.
const TICK: Duration = Duration::from_millis(250);

/// What the user starts from.
pub(crate) struct Opened {
    pub(crate) profile: Profile,
    /// The file it came from, if any.
    pub(crate) path: Option<PathBuf>,
    pub(crate) language: Language,
    /// How much of the ranking to compute.
    pub(crate) options: Options,
    /// Whether colours are wanted.
    pub(crate) colour: bool,
}

/// Refuses where there is no terminal to type on.
///
/// # Errors
/// [`ErrorKind::Incomplete`] when standard input or output is not a terminal that can be drawn on.
pub(crate) fn require_terminal(path: Option<&Path>) -> planfit::Result<()> {
    let hint = "without --interactive the answer is printed, also into a pipe";
    let refuse = |message: &str| Err(Error::new(ErrorKind::Incomplete, message).with_hint(hint));
    if path == Some(Path::new("-")) {
        return refuse(
            "--interactive needs standard input for the keys: it cannot be the profile too",
        );
    }
    require_keys("--interactive", hint)
}

/// Refuses where nothing can be typed or drawn; `what` is what needs it.
///
/// # Errors
/// See [`require_terminal`].
pub(crate) fn require_keys(what: &str, hint: &str) -> planfit::Result<()> {
    let refuse = |message| Err(Error::new(ErrorKind::Incomplete, message).with_hint(hint));
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return refuse(format!(
            "{what} needs a terminal as standard input and standard output"
        ));
    }
    if std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb") {
        return refuse(format!(
            "{what} needs a terminal that can be drawn on, and `TERM` is `dumb`"
        ));
    }
    Ok(())
}

/// Lets the user edit until they leave; where the profile is then, if it was saved.
pub(crate) fn run(opened: Opened, taxonomy: &Taxonomy) -> Result<()> {
    let matcher = Matcher::new(taxonomy);
    let mut scratch = Scratch::default();
    let options = opened.options;
    let assess = Box::new(move |profile: &Profile| matcher.assess(profile, &options, &mut scratch));
    let mut session = Session::start().context("cannot take over the terminal")?;
    let start = Start {
        profile: opened.profile,
        taxonomy,
        language: opened.language,
        file: offered_name(opened.path.as_deref()),
        size: session.terminal.size()?,
        lines: pages::count,
    };
    let mut app = App::new(start, assess);
    let kept = edit(&mut app, &mut session, opened.colour);
    drop(session);
    if let Some(path) = kept.context("cannot go on with the terminal")? {
        let path = path.display().to_string();
        let shown = escape(&path);
        crate::messages::note(&format!(
            "wrote `{shown}`; `planfit match {shown}` reads it"
        ));
    }
    Ok(())
}

/// Draws, waits, takes in, until it is time to leave; the file last written.
fn edit(app: &mut App<'_>, session: &mut Session, colour: bool) -> io::Result<Option<PathBuf>> {
    let mut kept = None;
    loop {
        app.refresh();
        session
            .terminal
            .draw(|frame| draw::screen(frame, app, colour))?;
        while !crossterm::event::poll(TICK)? {
            if session.is_stopped() {
                return Ok(kept);
            }
        }
        // All that has come by now is taken in before it is answered: a paste without marks is one answer, not hundreds.
        while crossterm::event::poll(Duration::ZERO)? {
            let mut action = app.handle(crossterm::event::read()?);
            if let Action::Save { path, replace } = action {
                let saved = save(&app.form.profile(), &path, replace);
                if saved == Saved::Done {
                    kept = Some(path.clone());
                }
                action = app.saved(&path, saved);
            }
            if action == Action::Quit {
                return Ok(kept);
            }
        }
    }
}

/// The name that saving offers: that of the file itself if it is TOML, else beside it.
fn offered_name(path: Option<&Path>) -> String {
    let path = path.map_or_else(
        || PathBuf::from("profile.toml"),
        |path| path.with_extension("toml"),
    );
    path.display().to_string()
}

/// Writes the profile, whole or not at all.
fn save(profile: &Profile, path: &Path, replace: bool) -> Saved {
    let toml = match form::to_toml(profile) {
        Ok(toml) => toml,
        Err(error) => return Saved::Failed(error.to_string()),
    };
    if is_there(path) && !replace {
        return Saved::IsThere;
    }
    let written = Pending::open(path, replace).and_then(|mut pending| {
        pending.write(toml.as_bytes())?;
        pending.finish()
    });
    match written {
        Ok(()) => Saved::Done,
        Err(error) => Saved::Failed(error.to_string()),
    }
}
