//! `planfit match --interactive` on a real terminal, through tmux. What needs it is ignored unless it is asked for by name.

#![cfg(all(unix, feature = "cli"))]

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long something may take to appear: the machine may be busy with other tests.
const PATIENCE: Duration = Duration::from_secs(30);

/// A terminal of its own, in a folder of its own, in which a shell runs the program and then tells how it ended.
struct Screen {
    folder: TempDir,
}

impl Screen {
    /// Runs `planfit match --interactive` with `arguments`.
    fn open(size: (u16, u16), arguments: &str, environment: &str) -> Self {
        Self::run(
            size,
            "",
            &format!("match --interactive {arguments}"),
            environment,
        )
    }

    /// Runs the lines `before` and then `planfit` with `arguments`.
    fn run(size: (u16, u16), before: &str, arguments: &str, environment: &str) -> Self {
        let screen = Self {
            folder: TempDir::new().unwrap(),
        };
        let program = env!("CARGO_BIN_EXE_planfit");
        let run = format!(
            "{before}
echo $$ > pid
exec env {environment} '{program}' {arguments}
"
        );
        std::fs::write(screen.folder.path().join("run"), run).unwrap();
        // The state of the terminal before and after must be the same; the shell stays so that it can be looked at.
        let script = "stty -a > before; sh run 2> told; echo left with $?; stty -a > after; echo over; exec sleep 600";
        let (width, height) = (size.0.to_string(), size.1.to_string());
        let new = [
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-x",
            &width,
            "-y",
            &height,
            script,
        ];
        screen.tmux(&new);
        screen
    }

    fn tmux(&self, arguments: &[&str]) -> String {
        let run = Command::new("tmux")
            .args(["-u", "-S", "socket"])
            .args(arguments)
            .current_dir(self.folder.path())
            .env("LC_ALL", "C.UTF-8")
            .output()
            .unwrap();
        assert!(run.status.success(), "{arguments:?}: {run:?}");
        String::from_utf8(run.stdout).unwrap()
    }

    fn shown(&self) -> String {
        self.tmux(&["capture-pane", "-p"])
    }

    /// Waits until the screen shows `text`.
    #[track_caller]
    fn see(&self, text: &str) -> String {
        let start = Instant::now();
        loop {
            let shown = self.shown();
            if shown.contains(text) {
                return shown;
            }
            assert!(start.elapsed() < PATIENCE, "no `{text}` in:\n{shown}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn type_text(&self, text: &str) {
        self.tmux(&["send-keys", "-l", "--", text]);
    }

    fn press(&self, keys: &[&str]) {
        self.tmux(&[&["send-keys"], keys].concat());
    }

    fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    /// Waits for the end, and checks that the terminal is as it was.
    #[track_caller]
    fn ended(&self, code: u8) {
        self.see("over");
        self.see(&format!("left with {code}"));
        // Its size stands in the first line, and may have been changed on purpose.
        let modes = |name| {
            self.file(name)
                .lines()
                .skip(1)
                .collect::<Vec<_>>()
                .join("\n")
        };
        assert_eq!(modes("before"), modes("after"), "the terminal's modes");
        let modes = self.tmux(&["display-message", "-p", "#{alternate_on} #{cursor_flag}"]);
        assert_eq!(
            modes.trim(),
            "0 1",
            "the other screen is left, the cursor shown"
        );
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = Command::new("tmux")
            .args(["-S", "socket", "kill-server"])
            .current_dir(self.folder.path())
            .output();
    }
}

#[test]
#[ignore = "needs tmux"]
fn the_ranking_changes_as_words_are_typed_and_a_clause_opens() {
    let screen = Screen::open((80, 24), "", "");
    screen.see("no text");
    screen.type_text("lithium battery; BMS");
    screen.see("1 Power batteries");
    screen.press(&["Tab"]);
    screen.type_text("螺蛳粉、豆瓣酱");
    screen.see("螺蛳粉、豆瓣酱");
    screen.press(&[
        "BSpace", "BSpace", "BSpace", "BSpace", "BSpace", "BSpace", "BSpace",
    ]);
    screen.see("such as: LFP cells");
    screen.press(&["Tab", "Tab"]);
    screen.see("Enter clause");
    screen.press(&["Enter"]);
    let shown = screen.see("clause new-energy-icv");
    assert!(
        shown.contains("power batteries\n") || shown.contains("power batteries and drive motors")
    );
    // The phrase of the clause is bold and underlined.
    let styled = screen.tmux(&["capture-pane", "-p", "-e"]);
    let (before, _) = styled.rsplit_once("power batteries").unwrap();
    assert!(
        before.ends_with("\u{1b}[1;4m") || before.ends_with("\u{1b}[1m\u{1b}[4m"),
        "{styled:?}"
    );
    screen.press(&["Escape"]);
    screen.see("Enter clause");
    screen.press(&["F2"]);
    screen.see("to be surer");
    screen.press(&["Escape"]);
    screen.see("Enter clause");
    screen.press(&["C-c"]);
    screen.ended(0);
}

#[test]
#[ignore = "needs tmux"]
fn a_profile_is_saved_and_no_file_is_lost() {
    let screen = Screen::open((60, 16), "-k '动力电池' --name '=Cells' --lang zh", "");
    screen.see("动力电池");
    screen.press(&["Tab"]);
    // A paste, as terminals mark it.
    screen.tmux(&["set-buffer", "LFP cells\nBMS \"x\"\n"]);
    screen.tmux(&["paste-buffer", "-p"]);
    screen.see("LFP cells; BMS");
    screen.press(&["C-s"]);
    screen.see("将资料保存为");
    screen.press(&["C-u"]);
    screen.type_text("before");
    screen.press(&["Enter"]);
    screen.see("已写入`before.toml`");
    let saved = screen.file("before.toml");
    for line in [
        "name = \"=Cells\"",
        "\"动力电池\"",
        "\"LFP cells\"",
        "'BMS \"x\"'",
    ] {
        assert!(saved.contains(line), "{saved}");
    }
    screen.press(&["C-s", "Enter"]);
    screen.see("`before.toml`已存在");
    screen.press(&["n"]);
    screen.see("将资料保存为");
    assert_eq!(screen.file("before.toml"), saved);
    screen.press(&["Escape"]);
    screen.see("F2");
    screen.type_text(", packs");
    screen.see("packs");
    screen.press(&["Escape"]);
    screen.see("修改尚未保存");
    screen.press(&["s"]);
    screen.see("将资料保存为");
    screen.press(&["Enter"]);
    screen.see("已存在");
    screen.press(&["y"]);
    screen.ended(0);
    assert!(screen.file("before.toml").contains("packs"));
    assert!(screen.file("told").contains("已写入`before.toml`"));
    assert!(!screen.folder.path().join("before.toml.part").exists());
    let run = Command::new(env!("CARGO_BIN_EXE_planfit"))
        .args(["match", "before.toml"])
        .current_dir(screen.folder.path())
        .output()
        .unwrap();
    assert!(run.status.success(), "{run:?}");
}

#[test]
#[ignore = "needs tmux"]
fn it_follows_the_size_of_the_terminal() {
    let example =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/profiles/battery-maker.toml");
    let screen = Screen::open((120, 30), &format!("'{}'", example.display()), "");
    screen.see("What gave how many points");
    screen.tmux(&["resize-window", "-x", "40", "-y", "10"]);
    let shown = screen.see("Tab next  F2 why  ^S save  F1 help\n");
    assert!(shown.contains("1 Power batteries"), "{shown}");
    screen.tmux(&["resize-window", "-x", "30", "-y", "8"]);
    screen.see("40 by 10 are needed");
    screen.tmux(&["resize-window", "-x", "80", "-y", "24"]);
    screen.see("Evidence");
    screen.press(&["C-q"]);
    screen.ended(0);
}

#[test]
#[ignore = "needs tmux"]
fn a_hostile_profile_moves_no_cursor_and_no_color_is_none() {
    let screen = Screen::open(
        (100, 24),
        "-p \"$(printf 'LFP cells \\033[2J\\342\\200\\256')\"",
        "NO_COLOR=1",
    );
    let shown = screen.see("1 Power batteries");
    assert!(shown.contains(r"LFP cells \u{1b}[2J\u{202e}"), "{shown}");
    let styled = screen.tmux(&["capture-pane", "-p", "-e"]);
    let codes = styled.split("\u{1b}[").skip(1);
    let codes = codes.flat_map(|rest| rest.split('m').next().unwrap_or("").split(';'));
    // 39 and 49 are the colours of the terminal itself.
    let colour = |code: &str| matches!(code.parse(), Ok(30..=38 | 40..=48 | 90..=107));
    let colours: Vec<&str> = codes.filter(|code| colour(code)).collect();
    assert!(colours.is_empty(), "{colours:?} in {styled:?}");
    assert!(styled.contains("\u{1b}[1m"), "bold is no colour");
    // Asked to end from outside, it gives the terminal back as well.
    let process = screen.file("pid");
    Command::new("kill").arg(process.trim()).status().unwrap();
    screen.ended(0);
}

#[test]
#[ignore = "needs tmux"]
fn a_list_printed_on_a_terminal_moves_no_cursor() {
    let list = "printf 'name,products\\nX\\033[2J,LFP cells\\n' > list.csv";
    let screen = Screen::run((80, 24), list, "batch list.csv --columns name,products", "");
    let shown = screen.see("left with 0");
    assert!(shown.contains(r"X\u{1b}[2J,LFP cells"), "{shown}");
    assert!(screen.file("list.csv").contains('\u{1b}'));
}

#[test]
#[ignore = "needs tmux"]
fn a_decision_is_kept_wherever_the_review_is_killed() {
    let program = env!("CARGO_BIN_EXE_planfit");
    let scored = format!(
        "printf 'id,name,products\\n1,Cell Works,power batteries\\n2,Aero,aerogel blankets\\n' > leads.csv
'{program}' batch leads.csv -o scored.jsonl -q"
    );
    let review = "review scored.jsonl --ledger team.jsonl --who li";
    let screen = Screen::run((80, 24), &scored, review, "");
    screen.see("1 / 2");
    screen.type_text("r");
    screen.type_text("makes them");
    screen.see("reason: makes them");
    screen.press(&["Enter"]);
    screen.type_text("y");
    screen.see("kept: yes");
    let kept = screen.file("team.jsonl");
    assert!(
        kept.contains(r#""decision":"yes","reason":"makes them","who":"li""#),
        "{kept}"
    );
    screen.type_text("n");
    screen.see("kept: no");
    screen.type_text("z");
    screen.see("taken back");
    let process = screen.file("pid");
    let signal = |signal: &str| {
        let kill = Command::new("kill").args([signal, process.trim()]).output();
        kill.unwrap().status.success()
    };
    assert!(signal("-9"));
    let start = Instant::now();
    while signal("-0") {
        assert!(start.elapsed() < PATIENCE, "it is still there");
        std::thread::sleep(Duration::from_millis(20));
    }
    let lines: Vec<String> = screen
        .file("team.jsonl")
        .lines()
        .map(str::to_owned)
        .collect();
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(lines[2].contains(r#""decision":"withdrawn""#), "{lines:?}");
    // Left with its own key, it gives the terminal back, and asks what is still open.
    let again = format!(
        "{scored}
printf '%s\\n' '{}' > team.jsonl",
        lines[0]
    );
    let screen = Screen::run((80, 24), &again, &format!("{review} --blind"), "");
    let shown = screen.see("1 / 1");
    assert!(
        shown.contains("Aero") && !shown.contains("evidence"),
        "{shown}"
    );
    screen.type_text("u");
    screen.see("Every question has been asked");
    screen.type_text("q");
    screen.see("1 decision in `team.jsonl`, 0 still open");
    screen.ended(0);
}
