//! What is asked now, what has been answered, and what a key means.

use super::Asked;
use crate::commands::interactive::keys::{control, is_control};
use crate::messages::{message, say};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind};
use planfit::Result;
use planfit::ledger::Decision;
use planfit::review::{Item, Opinion};
use planfit::text::fold_str;

/// What the terminal's owner has to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Action {
    Nothing,
    Quit,
    /// Keep an opinion about the question at this place; one that withdraws takes the last one back.
    Keep(usize, Opinion),
}

/// What keys do at the moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mode {
    /// A key is a decision.
    Ask,
    /// A reason is typed; it goes with the next decision.
    Reason(String),
    /// Another subdivision is looked for.
    Other { typed: String, chosen: usize },
}

/// A review under way.
pub(super) struct App<'a> {
    pub(super) asked: &'a Asked<'a>,
    /// Which question is shown; past the last when all have been asked.
    pub(super) at: usize,
    pub(super) mode: Mode,
    /// The reason typed for this question.
    pub(super) reason: Option<String>,
    /// What happened last.
    pub(super) message: String,
    /// Lines of the text that are scrolled away.
    pub(super) scrolled: usize,
    /// Questions answered here, oldest first.
    answered: Vec<(usize, Opinion)>,
}

impl<'a> App<'a> {
    pub(super) fn new(asked: &'a Asked<'a>) -> Self {
        Self {
            asked,
            at: 0,
            mode: Mode::Ask,
            reason: None,
            message: String::new(),
            scrolled: 0,
            answered: Vec::new(),
        }
    }

    /// The question that is shown.
    pub(super) fn item(&self) -> Option<&'a Item> {
        self.asked.queue.items.get(self.at)
    }

    /// How many decisions were made here and stand.
    pub(super) fn decided(&self) -> usize {
        self.answered.len()
    }

    /// How many questions are left, those that were skipped among them.
    pub(super) fn open(&self) -> usize {
        self.asked.queue.items.len() - self.answered.len()
    }

    pub(super) fn say(&self, english: &'static str) -> &'static str {
        say(self.asked.language, english)
    }

    pub(super) fn handle(&mut self, event: Event) -> Action {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => self.key(key),
            Event::Paste(text) => {
                if let Mode::Reason(typed) | Mode::Other { typed, .. } = &mut self.mode {
                    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
                    typed.extend(plain);
                }
                Action::Nothing
            }
            _ => Action::Nothing,
        }
    }

    fn key(&mut self, key: KeyEvent) -> Action {
        if matches!(control(key), Some('c' | 'q')) {
            return Action::Quit;
        }
        match std::mem::replace(&mut self.mode, Mode::Ask) {
            Mode::Ask => self.decide(key.code),
            Mode::Reason(mut typed) => {
                match key.code {
                    KeyCode::Esc => return Action::Nothing,
                    KeyCode::Enter => {
                        let typed = typed.trim().to_owned();
                        self.reason = (!typed.is_empty()).then_some(typed);
                        self.message.clear();
                        return Action::Nothing;
                    }
                    _ => edit(&mut typed, key),
                }
                self.mode = Mode::Reason(typed);
                Action::Nothing
            }
            Mode::Other { mut typed, chosen } => {
                let found = self.found(&typed);
                let mut next = chosen.min(found.len().saturating_sub(1));
                match key.code {
                    KeyCode::Esc => return Action::Nothing,
                    KeyCode::Enter => {
                        let Some(class) = found.get(next).copied() else {
                            self.mode = Mode::Other { typed, chosen: 0 };
                            return Action::Nothing;
                        };
                        return self.keep(Decision::No, Some(class), None);
                    }
                    KeyCode::Up => next = next.saturating_sub(1),
                    KeyCode::Down => next = (next + 1).min(found.len().saturating_sub(1)),
                    _ => {
                        edit(&mut typed, key);
                        next = 0;
                    }
                }
                self.mode = Mode::Other {
                    typed,
                    chosen: next,
                };
                Action::Nothing
            }
        }
    }

    fn decide(&mut self, code: KeyCode) -> Action {
        match code {
            KeyCode::Char('q') | KeyCode::Esc => return Action::Quit,
            KeyCode::Char('z') | KeyCode::Backspace => return self.take_back(),
            KeyCode::Up => self.scrolled = self.scrolled.saturating_sub(1),
            KeyCode::Down => self.scrolled += 1,
            KeyCode::Left => self.go(self.at.saturating_sub(1)),
            _ if self.item().is_none() => {}
            KeyCode::Char('y') => return self.keep(Decision::Yes, None, None),
            KeyCode::Char('n') => return self.keep(Decision::No, None, None),
            KeyCode::Char('u') => return self.keep(Decision::Unsure, None, None),
            KeyCode::Char(grade @ '0'..='3') => {
                let grade = grade as u8 - b'0';
                let decision = if grade < 2 {
                    Decision::No
                } else {
                    Decision::Yes
                };
                return self.keep(decision, None, Some(grade));
            }
            KeyCode::Char('o') => {
                self.mode = Mode::Other {
                    typed: String::new(),
                    chosen: 0,
                }
            }
            KeyCode::Char('r') => self.mode = Mode::Reason(self.reason.clone().unwrap_or_default()),
            KeyCode::Char('s') | KeyCode::Right => self.go(self.at + 1),
            _ => {}
        }
        Action::Nothing
    }

    fn go(&mut self, at: usize) {
        self.at = at.min(self.asked.queue.items.len());
        self.scrolled = 0;
        self.reason = None;
        self.message.clear();
    }

    fn keep(&self, decision: Decision, instead: Option<usize>, grade: Option<u8>) -> Action {
        let Some(item) = self.item() else {
            return Action::Nothing;
        };
        Action::Keep(
            self.at,
            Opinion {
                class: item.class,
                decision,
                instead,
                grade,
                reason: self.reason.clone(),
            },
        )
    }

    fn take_back(&mut self) -> Action {
        let Some((item, opinion)) = self.answered.last() else {
            self.message = self.say("nothing to undo").to_owned();
            return Action::Nothing;
        };
        let withdrawn = Opinion {
            decision: Decision::Withdrawn,
            instead: None,
            grade: None,
            reason: None,
            ..opinion.clone()
        };
        Action::Keep(*item, withdrawn)
    }

    /// Goes on once an opinion is in the ledger; where that failed the question stays.
    pub(super) fn kept(&mut self, item: usize, opinion: Opinion, kept: Result<()>) {
        if let Err(error) = kept {
            self.message = message!(self.asked.language, "not kept: {error}", error);
            return;
        }
        if opinion.decision == Decision::Withdrawn {
            self.answered.pop();
            self.go(item);
            self.message = self.say("taken back").to_owned();
            return;
        }
        let told = self.word(&opinion);
        let told = message!(self.asked.language, "kept: {decision}", decision = told);
        // A question that was gone back to is answered anew: the later answer counts.
        self.answered.retain(|(answered, _)| *answered != item);
        self.answered.push((item, opinion));
        self.go(item + 1);
        self.message = told;
    }

    fn word(&self, opinion: &Opinion) -> String {
        let instead = opinion.instead.map(|class| {
            let subdivision = &self.asked.taxonomy.subdivisions[class];
            subdivision.label.get(self.asked.language)
        });
        let word = match (opinion.decision, instead) {
            (Decision::Yes, _) => self.say("yes"),
            (Decision::No, None) => self.say("no"),
            (Decision::No, Some(label)) => label,
            _ => self.say("unsure"),
        };
        word.to_owned()
    }

    /// What was answered here to the question that is shown.
    pub(super) fn answered_now(&self) -> Option<String> {
        let answered = self.answered.iter().find(|(item, _)| *item == self.at)?;
        Some(self.word(&answered.1))
    }

    /// The subdivisions whose id or name holds what was typed.
    pub(super) fn found(&self, typed: &str) -> Vec<usize> {
        let typed = fold_str(typed.trim());
        let holds = |text: &str| fold_str(text).contains(&typed);
        let all = self.asked.taxonomy.subdivisions.iter().enumerate();
        let asked = self.item().map(|item| item.class);
        all.filter(|(class, _)| Some(*class) != asked)
            .filter(|(_, one)| holds(&one.id) || holds(&one.label.en) || holds(&one.label.zh))
            .map(|(class, _)| class)
            .collect()
    }
}

fn edit(typed: &mut String, key: KeyEvent) {
    match key.code {
        KeyCode::Char(_) if control(key) == Some('u') => typed.clear(),
        KeyCode::Char(c) if !is_control(key) => typed.push(c),
        KeyCode::Backspace => {
            typed.pop();
        }
        _ => {}
    }
}
