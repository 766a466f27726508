use super::app::{Action, App, Mode};
use super::{Asked, draw};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use planfit::assessment::Firm;
use planfit::ledger::{Decision, Decisions, Ledger};
use planfit::review::{Opinion, Queue};
use planfit::{Error, ErrorKind, Language, Matcher, Options, Profile, Scratch, Taxonomy};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::path::Path;

/// Runs `test` on a review of two firms, one of which makes batteries and motors.
fn with_app(blind: bool, test: impl FnOnce(&mut App<'_>)) {
    with_plan(&Taxonomy::shipped(), blind, test);
}

/// The same under another plan.
fn with_plan(taxonomy: &Taxonomy, blind: bool, test: impl FnOnce(&mut App<'_>)) {
    let matcher = Matcher::new(taxonomy);
    let texts = [
        (
            "Cell Works",
            "Makes power batteries and drive motors for buses.",
        ),
        ("酱园", "生产豆瓣酱和火锅底料。"),
    ];
    let firms: Vec<Firm> = (1..)
        .zip(texts)
        .map(|(row, (name, text))| {
            let profile = Profile {
                name: Some(name.to_owned()),
                ..Profile::from_text(text)
            };
            let assessment = matcher.assess(&profile, &Options::default(), &mut Scratch::default());
            Firm::new(row, None, profile, assessment)
        })
        .collect();
    let ledger = Ledger::default();
    let decisions = Decisions::new(&ledger, taxonomy);
    let queue = Queue::new(&firms, &decisions, "li", false);
    assert_eq!(queue.items.len(), 2);
    let asked = Asked {
        firms: &firms,
        taxonomy,
        queue: &queue,
        who: "li",
        decisions: &decisions,
        ledger: Path::new("team.jsonl"),
        blind,
        language: Language::En,
    };
    test(&mut App::new(&asked));
}

fn press(app: &mut App<'_>, code: KeyCode) -> Action {
    app.handle(Event::Key(KeyEvent::new(code, KeyModifiers::NONE)))
}

fn type_text(app: &mut App<'_>, text: &str) {
    for c in text.chars() {
        assert_eq!(press(app, KeyCode::Char(c)), Action::Nothing);
    }
}

/// Presses a key that decides, and keeps what it says.
fn keep(app: &mut App<'_>, code: KeyCode) -> Opinion {
    let Action::Keep(item, opinion) = press(app, code) else {
        panic!("a decision was expected");
    };
    app.kept(item, opinion.clone(), Ok(()));
    opinion
}

fn screen(app: &App<'_>) -> String {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    terminal
        .draw(|frame| draw::screen(frame, app, true))
        .unwrap();
    terminal.backend().to_string()
}

#[test]
fn keys_decide_and_the_last_answer_can_be_taken_back() {
    with_app(false, |app| {
        assert_eq!(press(app, KeyCode::Char('z')), Action::Nothing);
        assert_eq!(keep(app, KeyCode::Char('y')).decision, Decision::Yes);
        assert_eq!((app.at, app.decided(), app.open()), (1, 1, 1));
        let graded = keep(app, KeyCode::Char('1'));
        assert_eq!((graded.decision, graded.grade), (Decision::No, Some(1)));
        assert!(screen(app).contains("Every question has been asked"));
        assert_eq!(press(app, KeyCode::Char('y')), Action::Nothing);
        assert_eq!(keep(app, KeyCode::Char('z')).decision, Decision::Withdrawn);
        assert_eq!((app.at, app.decided(), app.open()), (1, 1, 1));
        assert_eq!(keep(app, KeyCode::Char('u')).decision, Decision::Unsure);
        press(app, KeyCode::Left);
        press(app, KeyCode::Left);
        assert!(screen(app).contains("Answered just now: yes"));
        assert_eq!(press(app, KeyCode::Char('q')), Action::Quit);
    });
}

#[test]
fn a_reason_and_another_subdivision_are_typed() {
    with_app(false, |app| {
        press(app, KeyCode::Char('r'));
        type_text(app, "only yq trades");
        app.handle(Event::Paste("\n!".to_owned()));
        assert!(screen(app).contains("reason: only yq trades !"));
        press(app, KeyCode::Enter);
        press(app, KeyCode::Char('o'));
        type_text(app, "AEROGEL");
        assert!(screen(app).contains("new-materials/aerogel"));
        let opinion = keep(app, KeyCode::Enter);
        let aerogel =
            |class: usize| app.asked.taxonomy.subdivisions[class].id == "new-materials/aerogel";
        assert!(opinion.decision == Decision::No && opinion.instead.is_some_and(aerogel));
        assert_eq!(opinion.reason.as_deref(), Some("only yq trades !"));
        // The reason was of that question alone.
        press(app, KeyCode::Char('o'));
        type_text(app, "nothing is called so");
        assert_eq!(press(app, KeyCode::Enter), Action::Nothing);
        press(app, KeyCode::Esc);
        assert_eq!(app.mode, Mode::Ask);
        assert_eq!(keep(app, KeyCode::Char('n')).reason, None);
    });
}

#[test]
fn what_could_not_be_kept_stays_asked() {
    with_app(false, |app| {
        press(app, KeyCode::Char('r'));
        type_text(app, "makes cells");
        press(app, KeyCode::Enter);
        assert!(screen(app).contains("reason: makes cells"));
        let Action::Keep(item, opinion) = press(app, KeyCode::Char('y')) else {
            panic!("a decision was expected");
        };
        app.kept(
            item,
            opinion,
            Err(Error::new(ErrorKind::Io, "the disk is full")),
        );
        assert_eq!((app.at, app.decided()), (0, 0));
        assert!(screen(app).contains("not kept: the disk is full"));
        // The reason is kept for the next try, and seen again once it is gone over.
        press(app, KeyCode::Char('r'));
        press(app, KeyCode::Enter);
        assert!(screen(app).contains("reason: makes cells"));
        let kept = keep(app, KeyCode::Char('y'));
        assert_eq!(kept.reason.as_deref(), Some("makes cells"));
    });
}

/// Some keyboards type characters with Ctrl and Alt together.
#[test]
fn a_character_of_ctrl_and_alt_is_typed() {
    with_app(false, |app| {
        let with = |app: &mut App<'_>, c, modifiers| {
            app.handle(Event::Key(KeyEvent::new(KeyCode::Char(c), modifiers)))
        };
        let alt = KeyModifiers::CONTROL | KeyModifiers::ALT;
        press(app, KeyCode::Char('r'));
        for c in ['@', 'q', 'u'] {
            assert_eq!(with(app, c, alt), Action::Nothing);
        }
        assert_eq!(app.mode, Mode::Reason("@qu".to_owned()));
        assert_eq!(with(app, 'u', KeyModifiers::CONTROL), Action::Nothing);
        assert_eq!(app.mode, Mode::Reason(String::new()));
        assert_eq!(with(app, 'q', KeyModifiers::CONTROL), Action::Quit);
    });
}

#[test]
fn a_score_that_was_never_calibrated_is_a_word() {
    let plan = r#"format = 1
[plan]
id = "own"
[[subdivision]]
id = "power"
label = { en = "Power" }
terms.en = ["power batteries"]
terms.zh = ["豆瓣酱"]
[[subdivision]]
id = "motors"
label = { en = "Motors" }
terms.en = ["drive motors"]
"#;
    let taxonomy = Taxonomy::from_toml(plan, "own").unwrap();
    with_plan(&taxonomy, false, |app| {
        while app
            .item()
            .is_some_and(|item| app.asked.firms[item.firm].row != 1)
        {
            press(app, KeyCode::Char('s'));
        }
        let shown = screen(app);
        for part in ["  by terms", "other fits: Power "] {
            let line = shown.lines().find(|line| line.contains(part));
            let line = line.unwrap_or_else(|| panic!("{shown}"));
            assert!(!line.contains(|c: char| c.is_ascii_digit()), "{shown}");
        }
    });
}

#[test]
fn a_blind_review_shows_no_score() {
    let seen = |blind| {
        let mut shown = String::new();
        with_app(blind, |app| shown = screen(app));
        shown
    };
    let (open, blind) = (seen(false), seen(true));
    assert!(
        open.contains("evidence: ") && open.contains("core"),
        "{open}"
    );
    assert!(
        !blind.contains("evidence: ") && !blind.contains("core"),
        "{blind}"
    );
    for shown in [&open, &blind] {
        assert!(shown.contains("1 / 2") && shown.contains('?'), "{shown}");
    }
}
