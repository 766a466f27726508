//! The state under keys, and the screens it is drawn as. Screens are data files in `tests/screens/`;
//! `RECORD_SCREENS=1 cargo test --bin planfit` records them anew: read the difference before committing it.
//!
//! Answers come from a few fixed words here, so that a screen changes only when the screen changes.

use super::app::{Action, App, Assess, Focus, Mode, Page, Saved, Start};
use super::draw;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use planfit::fit::{
    Assessment, Evidence, Fit, MatchKind, OutOfScopeFit, Points, QuotedClause, Role, Verdict,
};
use planfit::{Language, Matcher, Options, Profile, Score, Scratch, Taxonomy, Tier};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;
use std::path::{Path, PathBuf};
use unicode_width::UnicodeWidthStr;

/// Words, the subdivision that each speaks for, and its score in tenths.
const SPEAKING: [(&str, &str, u16); 5] = [
    ("battery", "new-energy-icv/power-batteries", 912),
    ("电池", "new-energy-icv/power-batteries", 884),
    ("vehicles", "new-energy-icv/new-energy-vehicles", 463),
    ("motor", "new-energy-icv/drive-motors", 207),
    ("graphene", "new-materials/graphene", 21),
];

/// A fit and a business out of scope to be changed, since fields may be added to either.
fn moulds(taxonomy: &Taxonomy) -> (Fit<'_>, OutOfScopeFit<'_>) {
    let matcher = Matcher::new(taxonomy);
    let assess = |text| {
        let profile = Profile::from_text(text);
        matcher.assess(&profile, &Options::default(), &mut Scratch::default())
    };
    let maker = assess("Makes power batteries for electric buses.");
    let builder = assess("Real estate development, sale and lease of flats, property management.");
    let fit = maker.fits.into_iter().next().expect("it fits");
    (fit, builder.out_of_scope.expect("it is out of scope"))
}

/// Answers by the words above; "estate" makes a business out of scope.
fn assess(taxonomy: &Taxonomy) -> Assess<'_> {
    let (fit, out) = moulds(taxonomy);
    let mould = fit.evidence[0].clone();
    Box::new(move |profile| {
        let evidence = |word: &str, points| evidence(profile, word, points, &mould);
        let mut fits: Vec<Fit<'_>> = Vec::new();
        for (word, id, tenths) in SPEAKING {
            let Some(piece) = evidence(word, i32::from(tenths)) else {
                continue;
            };
            if let Some(fit) = fits.iter_mut().find(|fit| fit.subdivision.id == id) {
                fit.evidence.push(piece);
                continue;
            }
            let subdivision = taxonomy.subdivision(id).unwrap();
            let mut known = taxonomy.subdivisions.iter();
            let class = known.position(|known| known.id == id).unwrap();
            let mut fit = fit.clone();
            (fit.rank, fit.class, fit.subdivision) = (fits.len() + 1, class, subdivision);
            fit.label = &subdivision.label;
            fit.industry = taxonomy.industry_of(subdivision);
            fit.front = taxonomy.front_of(subdivision);
            fit.score = Score::from_tenths(tenths);
            fit.tier = Tier::of(fit.score);
            fit.clause = QuotedClause::of(taxonomy, subdivision);
            (fit.base, fit.points) = (Points(-500), Points(i32::from(tenths)));
            fit.evidence = vec![piece];
            fits.push(fit);
        }
        let class = &taxonomy.out_of_scope[0];
        let out_of_scope = evidence("estate", 99).map(|piece| {
            let mut out = out.clone();
            (out.class, out.label) = (class, &class.label);
            (out.score, out.evidence) = (Score::from_tenths(900), vec![piece]);
            out
        });
        let verdict = match fits.first() {
            _ if profile.says_nothing() => Verdict::NoText,
            _ if out_of_scope.is_some() => Verdict::OutOfScope,
            Some(fit) if fit.score >= Score::from_tenths(350) => Verdict::Fits,
            Some(fit) if fit.score >= Score::from_tenths(150) => Verdict::Peripheral,
            _ => Verdict::NothingFits,
        };
        let mut assessment = Assessment::default();
        assessment.verdict = verdict;
        assessment.confidence = 71;
        assessment.completeness = profile.completeness();
        assessment.out_of_scope = out_of_scope;
        assessment.best = fits.first().map(|fit| (fit.subdivision, fit.score));
        assessment.fits = fits;
        assessment
    })
}

fn evidence(profile: &Profile, word: &str, points: i32, mould: &Evidence) -> Option<Evidence> {
    let mut found = profile.texts().filter_map(|(field, item, text)| {
        let at = text.find(word)?;
        Some((field, item, at))
    });
    let (field, item, at) = found.next()?;
    let mut piece = mould.clone();
    (piece.field, piece.item, piece.span) = (Some(field), item, (at, at + word.len()));
    (piece.text, piece.term) = (word.to_owned(), word.to_owned());
    (piece.how, piece.role) = (MatchKind::Exact, Role::Own);
    (piece.count, piece.points) = (2, Points(points));
    Some(piece)
}

fn open(taxonomy: &Taxonomy, profile: Profile, language: Language, size: (u16, u16)) -> App<'_> {
    let start = Start {
        profile,
        taxonomy,
        language,
        file: "profile.toml".into(),
        size: Size::from(size),
        lines: super::pages::count,
    };
    App::new(start, assess(taxonomy))
}

fn maker() -> Profile {
    Profile {
        name: Some("Cell Works \u{1b}[2J\u{202e}".into()),
        keywords: vec!["lithium battery".into(), "electric vehicles".into()],
        products: vec!["动力电池组".into(), "motor \u{200b}controllers".into()],
        description: Some(
            "Makes battery packs for buses, trucks and ships, from cells that it coats and forms itself in two plants.\n\
             主要客户为公交公司和港口。<script>"
                .into(),
        ),
        ..Profile::default()
    }
}

fn key(app: &mut App<'_>, code: KeyCode) -> Action {
    pressed(app, code, KeyModifiers::NONE)
}

fn control(app: &mut App<'_>, c: char) -> Action {
    pressed(app, KeyCode::Char(c), KeyModifiers::CONTROL)
}

fn pressed(app: &mut App<'_>, code: KeyCode, modifiers: KeyModifiers) -> Action {
    let action = app.handle(Event::Key(KeyEvent::new(code, modifiers)));
    app.refresh();
    action
}

fn typed(app: &mut App<'_>, text: &str) {
    for c in text.chars() {
        assert_eq!(key(app, KeyCode::Char(c)), Action::Stay);
    }
}

/// What is on the screen, line by line.
fn drawn(app: &App<'_>, size: (u16, u16), colour: bool) -> Terminal<TestBackend> {
    let mut terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    terminal
        .draw(|frame| draw::screen(frame, app, colour))
        .unwrap();
    terminal
}

fn text(terminal: &Terminal<TestBackend>) -> String {
    let buffer = terminal.backend().buffer();
    let mut text = String::new();
    for row in buffer.content.chunks(usize::from(buffer.area.width)) {
        let mut line = String::new();
        let mut cells = row.iter();
        while let Some(cell) = cells.next() {
            line.push_str(cell.symbol());
            // The second column of a wide character has a cell of its own.
            for _ in 1..cell.symbol().width() {
                cells.next();
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Compares a screen with its file.
fn assert_screen(app: &App<'_>, name: &str) {
    let size = (app.size.width, app.size.height);
    let shown = text(&drawn(app, size, true)).replace(env!("CARGO_PKG_VERSION"), "[VERSION]");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/screens/{name}.txt"));
    if std::env::var_os("RECORD_SCREENS").is_some() {
        std::fs::write(&path, &shown).unwrap();
    }
    let recorded = std::fs::read_to_string(&path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    assert_eq!(shown, recorded, "the screen `{name}`:\n{shown}");
}

#[test]
fn the_main_screen_at_every_size() {
    let taxonomy = Taxonomy::shipped();
    for (width, height) in [(40, 10), (60, 16), (80, 24), (120, 30), (72, 44)] {
        let app = open(&taxonomy, maker(), Language::En, (width, height));
        assert_screen(&app, &format!("main-{width}x{height}"));
    }
    let mut app = open(&taxonomy, maker(), Language::Zh, (80, 24));
    app.focus = Focus::Ranking;
    assert_screen(&app, "main-80x24-zh");
    let app = open(&taxonomy, Profile::default(), Language::Zh, (60, 16));
    assert_screen(&app, "empty-60x16-zh");
    let app = open(&taxonomy, maker(), Language::En, (39, 9));
    assert_screen(&app, "too-small");
}

#[test]
fn pages_and_questions() {
    let taxonomy = Taxonomy::shipped();
    for (language, suffix) in [(Language::En, ""), (Language::Zh, "-zh")] {
        let mut app = open(&taxonomy, maker(), language, (60, 18));
        key(&mut app, KeyCode::F(1));
        assert_screen(&app, &format!("help{suffix}"));
        key(&mut app, KeyCode::Esc);
        key(&mut app, KeyCode::F(2));
        assert_screen(&app, &format!("answer{suffix}"));
        key(&mut app, KeyCode::Esc);
        app.focus = Focus::Ranking;
        key(&mut app, KeyCode::Enter);
        assert_screen(&app, &format!("fit{suffix}"));
        key(&mut app, KeyCode::Esc);
        control(&mut app, 's');
        assert_screen(&app, &format!("save{suffix}"));
        app.saved(Path::new("profile.toml"), Saved::IsThere);
        assert_screen(&app, &format!("replace{suffix}"));
        key(&mut app, KeyCode::Char('n'));
        app.saved(
            Path::new("no/such.toml"),
            Saved::Failed("cannot write `no/such.toml`: no such folder".into()),
        );
        assert_screen(&app, &format!("failed{suffix}"));
        key(&mut app, KeyCode::Esc);
        app.focus = Focus::Field(1);
        typed(&mut app, "estate");
        key(&mut app, KeyCode::Esc);
        assert_screen(&app, &format!("leave{suffix}"));
    }
}

#[test]
fn the_ranking_follows_every_key() {
    let taxonomy = Taxonomy::shipped();
    let mut app = open(&taxonomy, Profile::default(), Language::En, (80, 24));
    assert_eq!(
        app.focus,
        Focus::Field(1),
        "a new profile starts with its keywords"
    );
    typed(&mut app, "battery");
    assert_eq!(app.chosen_fit().unwrap().label.en, "Power batteries");
    key(&mut app, KeyCode::Backspace);
    assert!(app.chosen_fit().is_none());
    typed(&mut app, "y, motor");
    assert_eq!(app.profile().keywords, ["battery", "motor"]);
    assert_eq!(app.assessment().fits.len(), 2);
    // Input of an IME comes as characters, one event each or as a paste.
    key(&mut app, KeyCode::Tab);
    typed(&mut app, "动力电池");
    app.handle(Event::Paste("\r\nvehicles\r\n".into()));
    app.refresh();
    assert_eq!(app.profile().products, ["动力电池", "vehicles"]);
    assert_eq!(app.assessment().fits.len(), 3);
    control(&mut app, 'u');
    assert!(app.profile().products.is_empty());
}

#[test]
fn a_clause_is_opened_and_its_phrase_marked() {
    let taxonomy = Taxonomy::shipped();
    let mut app = open(&taxonomy, maker(), Language::En, (100, 24));
    for _ in 0..3 {
        key(&mut app, KeyCode::Tab);
    }
    assert_eq!(app.focus, Focus::Ranking);
    key(&mut app, KeyCode::Down);
    key(&mut app, KeyCode::Enter);
    assert_eq!(
        app.mode,
        Mode::Page {
            page: Page::Fit,
            from: 0
        }
    );
    let terminal = drawn(&app, (100, 24), true);
    assert!(text(&terminal).contains("2 New energy vehicles"));
    let marked: String = terminal
        .backend()
        .buffer()
        .content
        .iter()
        .filter(|cell| cell.modifier.contains(super::theme::MARK.add_modifier))
        .map(|cell| cell.symbol())
        .collect();
    assert_eq!(marked, "new energy vehicles");
    key(&mut app, KeyCode::Left);
    assert!(text(&drawn(&app, (100, 24), true)).contains("1 Power batteries"));
    for code in [
        KeyCode::End,
        KeyCode::PageDown,
        KeyCode::Down,
        KeyCode::Home,
    ] {
        key(&mut app, code);
    }
    assert_eq!(
        app.mode,
        Mode::Page {
            page: Page::Fit,
            from: 0
        }
    );
    key(&mut app, KeyCode::Esc);
    assert_eq!(app.mode, Mode::Edit);
}

#[test]
fn saving_never_writes_over_a_file_unasked() {
    let taxonomy = Taxonomy::shipped();
    let mut app = open(&taxonomy, maker(), Language::En, (80, 24));
    control(&mut app, 's');
    control(&mut app, 'u');
    typed(&mut app, "a/firm");
    let path = PathBuf::from("a/firm.toml");
    let ask = |replace| Action::Save {
        path: path.clone(),
        replace,
    };
    assert_eq!(key(&mut app, KeyCode::Enter), ask(false));
    assert_eq!(app.saved(&path, Saved::IsThere), Action::Stay);
    for other in [KeyCode::Enter, KeyCode::Char('n'), KeyCode::Esc] {
        assert_eq!(key(&mut app, other), Action::Stay);
        assert!(matches!(app.mode, Mode::SaveAs(_)));
        app.saved(&path, Saved::IsThere);
    }
    assert_eq!(key(&mut app, KeyCode::Char('y')), ask(true));
    assert_eq!(app.saved(&path, Saved::Done), Action::Stay);
    assert_eq!(app.mode, Mode::Edit);
    assert_eq!(app.message.as_deref(), Some("wrote `a/firm.toml`"));
    // A name that is none, or of another format, is refused at once.
    for name in ["", "   ", "x.json", "folder/", ".."] {
        control(&mut app, 's');
        control(&mut app, 'u');
        typed(&mut app, name);
        assert_eq!(key(&mut app, KeyCode::Enter), Action::Stay, "{name}");
        assert!(app.message.is_some(), "{name}");
        key(&mut app, KeyCode::Esc);
    }
}

#[test]
fn nothing_typed_is_lost_by_leaving() {
    let taxonomy = Taxonomy::shipped();
    let path = Path::new("profile.toml");
    let mut app = open(&taxonomy, maker(), Language::En, (80, 24));
    assert_eq!(key(&mut app, KeyCode::Esc), Action::Quit, "nothing to lose");
    typed(&mut app, "x");
    assert_eq!(key(&mut app, KeyCode::Esc), Action::Stay);
    assert_eq!(app.mode, Mode::Leave);
    key(&mut app, KeyCode::Esc);
    assert_eq!(app.mode, Mode::Edit);
    control(&mut app, 'q');
    assert_eq!(key(&mut app, KeyCode::Char('s')), Action::Stay);
    key(&mut app, KeyCode::Enter);
    assert_eq!(app.saved(path, Saved::Done), Action::Quit);
    // A save that is given up is no wish to leave later.
    typed(&mut app, "y");
    control(&mut app, 'q');
    key(&mut app, KeyCode::Char('s'));
    key(&mut app, KeyCode::Esc);
    control(&mut app, 's');
    assert_eq!(app.saved(path, Saved::Done), Action::Stay);
    typed(&mut app, "z");
    key(&mut app, KeyCode::Esc);
    assert_eq!(key(&mut app, KeyCode::Char('q')), Action::Quit);
    assert_eq!(control(&mut app, 'c'), Action::Quit);
}

#[test]
fn without_colours_there_are_none() {
    let taxonomy = Taxonomy::shipped();
    let mut app = open(&taxonomy, maker(), Language::En, (120, 30));
    for page in [None, Some(1), Some(2)] {
        if let Some(number) = page {
            key(&mut app, KeyCode::F(number));
        }
        let terminal = drawn(&app, (120, 30), false);
        let colours = |cell: &ratatui::buffer::Cell| {
            [cell.fg, cell.bg]
                .iter()
                .any(|colour| *colour != ratatui::style::Color::Reset)
        };
        assert!(!terminal.backend().buffer().content.iter().any(colours));
        key(&mut app, KeyCode::Esc);
    }
}

/// Keys, pastes, sizes and answers of the disk, as no user would send them.
fn happening() -> impl Strategy<Value = Happening> {
    let codes = prop::sample::select(vec![
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Backspace,
        KeyCode::Delete,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::PageUp,
        KeyCode::PageDown,
        KeyCode::F(1),
        KeyCode::F(2),
        KeyCode::F(9),
        KeyCode::Insert,
        KeyCode::Null,
    ]);
    let chars = prop::sample::select(
        "aby ,;qsn/.电池，、éё🙂👩\u{200d}\u{301}\u{1b}\u{202e}\u{e0041}\u{0}\n\r\t\u{2028}"
            .chars()
            .collect::<Vec<_>>(),
    );
    let modifiers = prop::sample::select(vec![
        KeyModifiers::NONE,
        KeyModifiers::SHIFT,
        KeyModifiers::CONTROL,
        KeyModifiers::ALT,
        KeyModifiers::CONTROL.union(KeyModifiers::ALT),
    ]);
    let pastes = prop::sample::select(vec![
        "lithium battery",
        "电池；motor\r\nvehicles graphene estate",
        "👩‍👩‍👧‍👦e\u{301}\u{301} 🏴\u{e0067}\u{e0062}\u{e007f}",
        "\u{1b}[2J\u{202e}<script>\n\n\n",
        "",
    ]);
    prop_oneof![
        5 => (codes, modifiers.clone()).prop_map(|(code, with)| Happening::Key(code, with)),
        5 => (chars, modifiers).prop_map(|(c, with)| Happening::Key(KeyCode::Char(c), with)),
        2 => pastes.prop_map(Happening::Paste),
        1 => (0u16..130, 0u16..50).prop_map(|(width, height)| Happening::Resize(width, height)),
        1 => prop::sample::select(vec![Saved::Done, Saved::IsThere, Saved::Failed("cannot \u{1b}[2J".into())])
            .prop_map(Happening::Saved),
    ]
}

#[derive(Debug, Clone)]
enum Happening {
    Key(KeyCode, KeyModifiers),
    Paste(&'static str),
    Resize(u16, u16),
    Saved(Saved),
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn no_row_of_keys_breaks_it(happenings in prop::collection::vec(happening(), 1..60), chinese: bool) {
        let taxonomy = Taxonomy::shipped();
        let language = if chinese { Language::Zh } else { Language::En };
        let mut app = open(&taxonomy, maker(), language, (80, 24));
        for happening in happenings {
            match happening {
                Happening::Key(code, with) => {
                    app.handle(Event::Key(KeyEvent::new(code, with)));
                }
                Happening::Paste(text) => {
                    app.handle(Event::Paste(text.to_owned()));
                }
                Happening::Resize(width, height) => {
                    app.handle(Event::Resize(width, height));
                }
                Happening::Saved(saved) => {
                    app.saved(Path::new("x.toml"), saved);
                }
            }
            app.refresh();
            prop_assert_eq!(app.profile(), &app.form.profile());
            prop_assert!(app.chosen < app.assessment().fits.len().max(1));
            // Drawn at another size than it knows of, too: terminals change when they like.
            for size in [(app.size.width, app.size.height), (40, 10)] {
                let terminal = drawn(&app, size, true);
                for cell in &terminal.backend().buffer().content {
                    let hidden = cell.symbol().contains(|c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
                    prop_assert!(!hidden, "{:?}", cell.symbol());
                }
            }
        }
    }
}
