//! What is on the screen and what a key makes of it. Nothing here draws, reads a file or waits.

use super::editor::{Breaks, Edit, Editor};
use super::form::{FIELDS, Form};
use super::keys;
use super::places::{Places, page_height, places, text_place, wrap_width};
use super::words::Words;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind};
use planfit::Taxonomy;
use planfit::assessment::Answer;
use planfit::fit::{Assessment, Fit};
use planfit::report::View;
use planfit::{Language, Profile};
use ratatui::layout::Size;
use std::path::{Path, PathBuf};

/// Answers a profile.
pub(super) type Assess<'t> = Box<dyn FnMut(&Profile) -> Assessment<'t> + 't>;

/// What is to be done outside of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Action {
    /// Nothing.
    Stay,
    /// Write the profile; over a file that is there only where `replace` says so. [`App::saved`] is told how it went.
    Save { path: PathBuf, replace: bool },
    /// Leave.
    Quit,
}

/// How writing the profile went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Saved {
    Done,
    /// Nothing was written: there is a file of that name.
    IsThere,
    Failed(String),
}

/// Where the keys go on the main screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Focus {
    Field(usize),
    Ranking,
}

/// What is in front.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mode {
    /// The form and the ranking.
    Edit,
    /// A page over the whole screen, from this line on.
    Page { page: Page, from: usize },
    /// Asks for a file name.
    SaveAs(Editor),
    /// Asks whether to write over this file.
    Replace(PathBuf),
    /// Asks whether to leave without saving.
    Leave,
}

/// A page that takes the whole screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Page {
    /// The fit that is chosen, its clause and evidence.
    Fit,
    /// The verdict, why, and what to add.
    Answer,
    Help,
}

/// Counts the lines of a page: what they are is not known here.
pub(super) type Lines = fn(&App<'_>, Page) -> usize;

/// What to start from.
pub(super) struct Start<'t> {
    pub(super) profile: Profile,
    pub(super) taxonomy: &'t Taxonomy,
    pub(super) language: Language,
    /// The file name that saving offers.
    pub(super) file: String,
    pub(super) size: Size,
    /// How many lines a page has.
    pub(super) lines: Lines,
}

/// The whole state.
pub(super) struct App<'t> {
    pub(super) form: Form,
    pub(super) focus: Focus,
    pub(super) mode: Mode,
    /// Place of the chosen fit in the ranking.
    pub(super) chosen: usize,
    pub(super) size: Size,
    /// What the last key led to, until the next one.
    pub(super) message: Option<String>,
    pub(super) words: Words,
    taxonomy: &'t Taxonomy,
    profile: Profile,
    assessment: Assessment<'t>,
    assess: Assess<'t>,
    /// Whether the texts have changed since they were assessed.
    stale: bool,
    lines: Lines,
    file: String,
    /// Whether a successful save is the last thing to do.
    leaving: bool,
}

impl<'t> App<'t> {
    pub(super) fn new(start: Start<'t>, mut assess: Assess<'t>) -> Self {
        let assessment = assess(&start.profile);
        Self {
            form: Form::new(start.profile.clone()),
            // The name says least: the first thing to tell is what the firm does.
            focus: Focus::Field(1),
            mode: Mode::Edit,
            chosen: 0,
            size: start.size,
            message: None,
            words: Words(start.language),
            taxonomy: start.taxonomy,
            profile: start.profile,
            assessment,
            assess,
            stale: false,
            lines: start.lines,
            file: start.file,
            leaving: false,
        }
    }

    /// Answers the profile as it is now. Called before drawing, so that a burst of keys is answered once.
    pub(super) fn refresh(&mut self) {
        if std::mem::take(&mut self.stale) {
            self.profile = self.form.profile();
            self.assessment = (self.assess)(&self.profile);
            self.chosen = 0;
        }
    }

    /// The profile as it was last answered.
    pub(super) fn profile(&self) -> &Profile {
        &self.profile
    }

    pub(super) fn assessment(&self) -> &Assessment<'t> {
        &self.assessment
    }

    pub(super) fn answer(&self) -> Answer<'_> {
        Answer::new(&self.taxonomy.plan, &self.profile, &self.assessment)
    }

    pub(super) fn taxonomy(&self) -> &'t Taxonomy {
        self.taxonomy
    }

    pub(super) fn view(&self) -> View {
        View {
            language: self.words.0,
            explain: false,
        }
    }

    pub(super) fn chosen_fit(&self) -> Option<&Fit<'t>> {
        self.assessment.fits.get(self.chosen)
    }

    /// What stands where on a screen of `size`.
    pub(super) fn places(&self, size: Size) -> Places {
        let field = match self.focus {
            Focus::Field(field) => Some(field),
            Focus::Ranking => None,
        };
        places(size, field)
    }

    /// Takes in what the terminal tells.
    pub(super) fn handle(&mut self, event: Event) -> Action {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => {
                self.message = None;
                self.key(key)
            }
            Event::Paste(text) => {
                self.message = None;
                self.paste(&text);
                Action::Stay
            }
            Event::Resize(width, height) => {
                self.size = Size { width, height };
                Action::Stay
            }
            _ => Action::Stay,
        }
    }

    /// Takes in how [`Action::Save`] went.
    pub(super) fn saved(&mut self, path: &Path, saved: Saved) -> Action {
        match saved {
            Saved::Done => {
                self.form.keep();
                self.file = path.display().to_string();
                self.mode = Mode::Edit;
                self.message = Some(self.words.wrote(&self.file));
                match self.leaving {
                    true => Action::Quit,
                    false => Action::Stay,
                }
            }
            Saved::IsThere => {
                self.mode = Mode::Replace(path.to_owned());
                Action::Stay
            }
            Saved::Failed(why) => {
                self.ask_for_file(&path.display().to_string());
                self.message = Some(why);
                Action::Stay
            }
        }
    }

    fn key(&mut self, key: KeyEvent) -> Action {
        if keys::control(key) == Some('c') {
            return Action::Quit;
        }
        match self.mode.clone() {
            Mode::Edit => return self.main_key(key),
            Mode::Page { page, from } => self.page_key(key, page, from),
            Mode::SaveAs(editor) => return self.save_key(key, editor),
            Mode::Replace(path) => return self.replace_key(key, path),
            Mode::Leave => return self.leave_key(key),
        }
        Action::Stay
    }

    fn paste(&mut self, text: &str) {
        match (&mut self.mode, self.focus) {
            (Mode::SaveAs(editor), _) => {
                editor.insert(text, MAX_PATH);
            }
            (Mode::Edit, Focus::Field(field)) => {
                let room = self.form.room();
                let all = self.form.editor_mut(field).insert(text, room);
                self.stale = true;
                self.note_full(all);
            }
            _ => {}
        }
    }

    fn note_full(&mut self, all: bool) {
        if !all {
            self.message = Some(self.words.full().to_owned());
        }
    }

    fn main_key(&mut self, key: KeyEvent) -> Action {
        match (keys::control(key), key.code) {
            (Some('s'), _) => {
                self.leaving = false;
                let file = self.file.clone();
                self.ask_for_file(&file);
            }
            (Some('q'), _) | (_, KeyCode::Esc) => return self.leave(),
            (_, KeyCode::F(1)) => self.open(Page::Help),
            (_, KeyCode::F(2)) => self.open(Page::Answer),
            (_, KeyCode::Tab) => self.move_focus(1),
            (_, KeyCode::BackTab) => self.move_focus(FIELDS.len()),
            _ => match self.focus {
                Focus::Field(field) => self.field_key(key, field),
                Focus::Ranking => self.ranking_key(key),
            },
        }
        Action::Stay
    }

    /// Moves the focus by `steps` of the circle of fields and ranking.
    fn move_focus(&mut self, steps: usize) {
        let at = match self.focus {
            Focus::Field(field) => field,
            Focus::Ranking => FIELDS.len(),
        };
        let next = (at + steps) % (FIELDS.len() + 1);
        self.focus = match next {
            field if field < FIELDS.len() => Focus::Field(field),
            _ => Focus::Ranking,
        };
    }

    fn field_key(&mut self, key: KeyEvent, field: usize) {
        let multiline = field + 1 == FIELDS.len();
        match key.code {
            KeyCode::Up | KeyCode::Down => {
                let down = key.code == KeyCode::Down;
                let place = text_place(
                    self.places(self.size).fields[field],
                    self.words.label_width(),
                );
                let editor = self.form.editor_mut(field);
                let moved = editor.move_row(down, wrap_width(place));
                if !moved && down {
                    self.move_focus(1);
                } else if !moved && field > 0 {
                    self.move_focus(FIELDS.len());
                }
            }
            KeyCode::Enter if multiline => self.change(field, Edit::Insert('\n')),
            KeyCode::Enter => self.move_focus(1),
            _ => {
                if let Some(edit) = keys::edit(key) {
                    self.change(field, edit);
                }
            }
        }
    }

    fn change(&mut self, field: usize, edit: Edit) {
        let room = self.form.room();
        let editor = self.form.editor_mut(field);
        let before = editor.text().len();
        let all = editor.edit(edit, room);
        // An edit either moves the cursor or changes how long the text is.
        self.stale |= editor.text().len() != before;
        self.note_full(all);
    }

    fn ranking_key(&mut self, key: KeyEvent) {
        let count = self.assessment.fits.len();
        let page = usize::from(self.places(self.size).ranking.height.saturating_sub(1));
        let last = count.saturating_sub(1);
        match key.code {
            KeyCode::Up if self.chosen == 0 => self.move_focus(FIELDS.len()),
            KeyCode::Up => self.chosen -= 1,
            KeyCode::Down => self.chosen = (self.chosen + 1).min(last),
            KeyCode::PageUp => self.chosen = self.chosen.saturating_sub(page),
            KeyCode::PageDown => self.chosen = (self.chosen + page).min(last),
            KeyCode::Home => self.chosen = 0,
            KeyCode::End => self.chosen = last,
            KeyCode::Enter | KeyCode::Right if count > 0 => self.open(Page::Fit),
            KeyCode::Char('?') => self.open(Page::Help),
            _ => {}
        }
    }

    fn open(&mut self, page: Page) {
        // What is typed just before is part of what the page tells.
        self.refresh();
        self.mode = Mode::Page { page, from: 0 };
    }

    fn page_key(&mut self, key: KeyEvent, page: Page, from: usize) {
        let height = usize::from(page_height(self.size));
        let last = (self.lines)(self, page).saturating_sub(height);
        let from = match key.code {
            KeyCode::Esc | KeyCode::Enter | KeyCode::F(_) | KeyCode::Char('q') => {
                self.mode = Mode::Edit;
                return;
            }
            KeyCode::Left if page == Page::Fit => {
                self.chosen = self.chosen.saturating_sub(1);
                0
            }
            KeyCode::Right if page == Page::Fit => {
                self.chosen = (self.chosen + 1).min(self.assessment.fits.len().saturating_sub(1));
                0
            }
            KeyCode::Up => from.saturating_sub(1),
            KeyCode::Down => from + 1,
            KeyCode::PageUp => from.saturating_sub(height),
            KeyCode::PageDown | KeyCode::Char(' ') => from + height,
            KeyCode::Home => 0,
            KeyCode::End => last,
            _ => from,
        };
        let from = from.min(last);
        self.mode = Mode::Page { page, from };
    }

    fn ask_for_file(&mut self, name: &str) {
        self.mode = Mode::SaveAs(Editor::new(name, Breaks::Join));
    }

    fn save_key(&mut self, key: KeyEvent, mut editor: Editor) -> Action {
        match key.code {
            KeyCode::Esc => self.mode = Mode::Edit,
            KeyCode::Enter => match file_of(editor.text()) {
                Some(path) => {
                    return Action::Save {
                        path,
                        replace: false,
                    };
                }
                None => self.message = Some(self.words.no_toml(editor.text().trim())),
            },
            _ => {
                if let Some(edit) = keys::edit(key) {
                    let room = MAX_PATH.saturating_sub(editor.text().len());
                    editor.edit(edit, room);
                    self.mode = Mode::SaveAs(editor);
                }
            }
        }
        Action::Stay
    }

    fn replace_key(&mut self, key: KeyEvent, path: PathBuf) -> Action {
        if matches!(key.code, KeyCode::Char('y' | 'Y')) && !keys::is_control(key) {
            return Action::Save {
                path,
                replace: true,
            };
        }
        // Whatever else is pressed, nothing is lost.
        self.ask_for_file(&path.display().to_string());
        Action::Stay
    }

    fn leave(&mut self) -> Action {
        if self.form.is_changed() {
            self.mode = Mode::Leave;
            return Action::Stay;
        }
        Action::Quit
    }

    fn leave_key(&mut self, key: KeyEvent) -> Action {
        match (keys::control(key), key.code) {
            (Some('q'), _) | (None, KeyCode::Char('q' | 'Q')) => return Action::Quit,
            (None | Some('s'), KeyCode::Char('s' | 'S')) => {
                self.leaving = true;
                let file = self.file.clone();
                self.ask_for_file(&file);
            }
            (_, KeyCode::Esc) => self.mode = Mode::Edit,
            _ => {}
        }
        Action::Stay
    }
}

/// Bytes of a file name that is typed; no system takes longer ones.
const MAX_PATH: usize = 4096;

/// The file that a name stands for; nothing for a name that says it is no TOML.
fn file_of(name: &str) -> Option<PathBuf> {
    let name = name.trim();
    let path = Path::new(name);
    path.file_name()?;
    if name.ends_with(['/', '\\']) {
        return None;
    }
    match path.extension() {
        Some(end) if end.eq_ignore_ascii_case("toml") => Some(path.to_owned()),
        Some(_) => None,
        None => Some(path.with_extension("toml")),
    }
}
