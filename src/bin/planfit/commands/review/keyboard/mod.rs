//! Questions on a terminal, one a screen, each answered with a key.
//!
//! ```text
//! terminal --key--> App::handle --Action--> here (the ledger)      app.rs
//! App --draw--> terminal                                           draw.rs
//! ```
//!
//! A decision is in the ledger, and on the disk, before the next question is drawn: wherever the program is ended, what
//! has been answered is kept.

mod app;
mod draw;
#[cfg(test)]
mod tests;

use super::Asked;
use crate::commands::interactive::{require_keys, session::Session};
use crate::exit::Exit;
use crate::messages::{language, message, say};
use crate::screen;
use crate::time;
use anyhow::Context;
use app::{Action, App};
use planfit::ledger::append;
use planfit::report::escape::terminal;
use planfit::review::entry;
use planfit::{Error, ErrorKind};
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

/// How often a wish of the system to end is looked for while nobody types.
const TICK: Duration = Duration::from_millis(250);

/// Refuses where there is no terminal to type on.
///
/// # Errors
/// [`ErrorKind::Incomplete`] when standard input or output is not a terminal that can be drawn on.
pub(super) fn require_terminal(scored: &Path) -> planfit::Result<()> {
    let hint = "`--export queue.xlsx` writes the questions as a sheet, `--import` reads it back";
    if scored.as_os_str() == "-" {
        let message = "standard input is needed for the keys: it cannot be the answers too";
        return Err(Error::new(ErrorKind::Incomplete, message).with_hint(hint));
    }
    require_keys("review", hint)
}

/// Asks until nothing is open or the user leaves.
pub(super) fn run(asked: &Asked<'_>) -> anyhow::Result<Exit> {
    let mut out = anstream::stdout();
    if asked.queue.items.is_empty() {
        writeln!(out, "{}", say(language(), "nothing is open"))?;
        return Ok(Exit::Success);
    }
    let mut session = Session::start().context("cannot take over the terminal")?;
    let mut app = App::new(asked);
    let colour = screen::layout(None).colour;
    let asking = ask(&mut app, &mut session, colour);
    drop(session);
    asking.context("cannot go on with the terminal")?;
    let (ledger, open) = (asked.ledger.display(), app.open());
    let line = match app.decided() {
        1 => message!(
            language(),
            "1 decision in `{ledger}`, {open} still open",
            ledger,
            open
        ),
        decisions => message!(
            language(),
            "{decisions} decisions in `{ledger}`, {open} still open",
            decisions,
            ledger,
            open
        ),
    };
    anstream::println!("{}", terminal(&line));
    Ok(Exit::Success)
}

fn ask(app: &mut App<'_>, session: &mut Session, colour: bool) -> io::Result<()> {
    loop {
        session
            .terminal
            .draw(|frame| draw::screen(frame, app, colour))?;
        while !crossterm::event::poll(TICK)? {
            if session.is_stopped() {
                return Ok(());
            }
        }
        match app.handle(crossterm::event::read()?) {
            Action::Nothing => {}
            Action::Quit => return Ok(()),
            Action::Keep(item, opinion) => {
                let asked = app.asked;
                let firm = &asked.firms[asked.queue.items[item].firm];
                let entry = entry(firm, asked.taxonomy, &opinion, asked.who, &time::now());
                app.kept(item, opinion, append(asked.ledger, &[entry]));
            }
        }
    }
}
